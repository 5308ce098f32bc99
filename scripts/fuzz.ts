import { parseArgs } from 'node:util';
import { tryMessages } from '../server/test/fuzz/messages.ts';
import { RealWorld } from '../server/test/fuzz/real-world.ts';
import { World } from '../server/test/fuzz/world.ts';

/**
 * Long runs of the seeded fuzz: `npm run fuzz -- --seeds 1000`, `--real` for real sockets by both transports and a server in a
 * process of its own, and `--messages 20000000` for the codec and the gate.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    messages: { type: 'string' },
    from: { type: 'string', default: '1' },
    clients: { type: 'string', default: '6' },
    commands: { type: 'string', default: '500' },
    faults: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
  },
});

async function stories(count: number): Promise<number> {
  const began = performance.now();
  let [failed, strokes, crashes, sought] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const seed = Number(values.from) + i;
    const { clients, commands, faults: storeFaults } = values;
    const plan = { seed, clients: Number(clients), commands: Number(commands), storeFaults };
    const report = await (values.real ? new RealWorld(plan) : new World(plan)).run();
    strokes += report.strokes;
    crashes += report.crashes;
    sought += report.sought ?? 0;
    if (values.real) console.log(`seed ${seed}: ${report.sought} strokes looked for`);
    if (report.failure === null) continue;
    failed++;
    console.error(`seed ${seed}, command ${report.script.length}: ${report.failure}`);
    if (!values.brief) console.error(report.script.slice(-60).join('\n'));
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log({ seeds: count, failed, strokes, crashes, ...(values.real && { sought }), seconds });
  return failed;
}

/** Mutated messages in rounds, each from a seed of its own; the heap after each round tells whether anything is kept. */
function messages(count: number): void {
  const round = 500_000;
  const heaps: number[] = [];
  const total = { messages: 0, decoded: 0, accepted: 0, parsed: 0 };
  for (let seed = 1; total.messages < count; seed++) {
    const tried = tryMessages(seed, Math.min(round, count - total.messages));
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += tried[key];
    globalThis.gc?.();
    heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  const [first = 0, last = 0] = [heaps[1] ?? heaps[0], heaps.at(-1)];
  console.log({ ...total, heapMB: { first: first.toFixed(1), last: last.toFixed(1) } });
}

let failed = 0;
if (values.messages) messages(Number(values.messages));
if (values.seeds) failed += await stories(Number(values.seeds));
process.exitCode = failed > 0 ? 1 : 0;
