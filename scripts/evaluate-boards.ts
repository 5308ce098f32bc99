/**
 * Composes boards from recorded pen digits and says how often the reader finds exactly the digits that are there; and how
 * often it finds single digits whose pen skipped or went over its ink.
 *
 *     npx tsx scripts/evaluate-boards.ts [--boards 400] [--seed 1] [--require]
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSession } from '../server/src/reader/session.ts';
import { type Board, compose, type Recipe, seeded } from './boards/compose.ts';
import { measureHeadline } from './boards/headline.ts';
import { boardOf, MANNERS, writtenOver } from './boards/manners.ts';
import { type Measured, measure, reading } from './boards/measure.ts';
import { type PenDigit, penFolder, readPen } from './boards/pen.ts';

const GAPS: readonly (readonly [number, number])[] = [
  [-0.1, 0],
  [0, 0.1],
  [0.1, 0.25],
  [0.25, 0.5],
  [0.5, 1],
];

const { values } = parseArgs({
  options: {
    boards: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    part: { type: 'string', default: 'dev' },
    model: { type: 'string' },
    wrong: { type: 'boolean', default: false },
    require: { type: 'boolean', default: false },
  },
});

const percent = (share: number) => `${(100 * share).toFixed(1)} %`.padStart(8);

function line(name: string, m: Measured): string {
  const { boards, exact, digits, right, numbers } = m;
  return [
    name.padEnd(34),
    percent(exact / boards),
    percent(right / digits),
    percent(numbers / boards),
  ].join('  ');
}

async function main(folder: string): Promise<void> {
  const files = ['pendigits', 'unipen'].map((source) => `${source}-${values.part}.jsonl.gz`);
  const pen = files.flatMap((file) => readPen(folder, file));
  const model = values.model ?? fileURLToPath(new URL('../model/digits.onnx', import.meta.url));
  const session = await openSession(model);
  const read = reading(session);
  const boards = Number(values.boards);
  const seed = Number(values.seed);
  const wrong = (board: Board, glyphs: readonly { traces: readonly { key: string }[] }[]) => {
    if (!values.wrong) return;
    const names = new Map(board.strokes.map((s) => [`${s.author}.${s.stroke}`, s.digit]));
    console.log(
      board.labels.join(''),
      glyphs.map((g) => g.traces.map((m) => `${m.key}:${names.get(m.key)}`).join('+')).join(' | '),
    );
  };
  const run = (recipe: (random: () => number) => Recipe) => {
    const made = Array.from({ length: boards }, (_, i) => {
      const random = seeded(seed * 100_003 + i);
      return compose(pen, recipe(random), random);
    });
    return measure(made, read, wrong);
  };
  const some = (random: () => number) => 2 + Math.floor(random() * 7);
  const missed: string[] = [];
  const must = (name: string, value: number, least: number) => {
    if (!(value >= least)) missed.push(`${name}: ${value.toFixed(3)}, must be at least ${least}`);
  };
  // Exactly the digits that are there; digits read right; and rows read as one number from end to end.
  console.log(`${''.padEnd(34)}   exact      digits    number`);
  for (const gap of GAPS) {
    const name = `rows of 2–8, gap ${gap[0]} to ${gap[1]}`;
    const measured = await run((random) => ({ count: some(random), row: true, gap }));
    console.log(line(name, measured));
    if (gap[0] >= 0.25) must(name, measured.exact / boards, 0.95);
  }
  const spread = await run((random) => ({ count: some(random), row: false, gap: [0.25, 1] }));
  console.log(line('anywhere, 2–8, gaps from 0.25', spread));
  must('anywhere', spread.exact / boards, 0.95);
  for (const gap of [
    [0.02, 0.12],
    [0.1, 0.5],
  ] as const) {
    const name = `numbers of 3, gap ${gap[0]} to ${gap[1]}`;
    const measured = await run(() => ({ count: 3, row: true, gap }));
    console.log(line(name, measured));
    must(name, measured.numbers / boards, 0.95);
  }
  for (const manner of Object.keys(MANNERS)) {
    const made = pen.map((digit, i) => boardOf(digit, manner, seeded(seed * 100_003 + i)));
    console.log(line(`one digit, ${manner}`, await measure(made, read)));
  }
  const sheets = Array.from({ length: boards / 4 }, (_, i) => {
    const random = seeded(seed * 100_003 + i);
    const digits = Array.from(
      { length: 18 },
      () => pen[Math.floor(random() * pen.length)] as PenDigit,
    );
    return writtenOver(digits, random);
  });
  console.log(line('nine digits over nine digits', await measure(sheets, read)));
  const step = Math.max(1, Math.floor(pen.length / (4 * boards)));
  const headline = await measureHeadline(
    session,
    pen.filter((_, i) => i % step === 0),
  );
  console.log(
    `headline changes a digit ${headline.changes.toFixed(2)}, ends right ${percent(headline.right)},`,
    `first word at ${headline.firstAt.toFixed(0)} ms, last at ${headline.standsAt.toFixed(0)} ms of 1,000`,
  );
  must('headline changes, negative', -headline.changes, -2);
  for (const what of missed) console.error(what);
  if (values.require && missed.length > 0) process.exitCode = 1;
}

const folder = penFolder();
if (folder) await main(folder);
else
  console.log(
    'skipped: there is no pen data here (INKLING_DATA, or shared/data beside the repository)',
  );
