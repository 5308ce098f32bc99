import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inkOf, toEntry } from '@inkling/shared/canvas';
import { decodeFrame, encodeFrame } from '@inkling/shared/frame';
import { type Chunk, decodeChunks, encodeChunks } from '@inkling/shared/ink';
import { packInk, readPackedInk } from '@inkling/shared/packed-ink';
import { REASONS } from '@inkling/shared/protocol';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { hostSchema } from '../server/src/peer/schema.ts';

const page = readFileSync(new URL('../docs/protocol.md', import.meta.url), 'utf8');

/** The bytes of a worked example: hexadecimal pairs, each line's explanation left out. */
function example(name: string): Uint8Array {
  const block = new RegExp(`\`\`\`hex ${name}\\n([^\`]*)\`\`\``).exec(page)?.[1];
  if (!block) throw new Error(`docs/protocol.md has no example "${name}"`);
  const pairs = block
    .split('\n')
    .flatMap((line) => /^(?:[0-9a-f]{2} ?)*/.exec(line)?.[0].match(/\w+/g) ?? []);
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** What a worked example in JSON says. */
function jsonExample(name: string): unknown {
  const block = new RegExp(`\`\`\`json ${name}\\n([^\`]*)\`\`\``).exec(page)?.[1];
  if (!block) throw new Error(`docs/protocol.md has no example "${name}"`);
  return JSON.parse(block);
}

const chunk: Chunk = {
  stroke: 3,
  at: 24,
  done: true,
  pressure: false,
  surface: 0,
  points: [1200, 800, 400, 128, 1204, 803, 416, 128, 1210, 803, 433, 128],
};
const withPressure: Chunk = {
  stroke: 4,
  at: 0,
  done: false,
  pressure: true,
  surface: 2,
  points: [64, 0, 0, 200, 60, 130, 8, 210],
};

describe('docs/protocol.md', () => {
  it('[WIRE1] shows the bytes of a chunk', () => {
    expect(encodeChunks([chunk])).toEqual(example('ink'));
    expect(decodeChunks(example('ink'))?.chunks).toEqual([chunk]);
  });

  it('[WIRE1] shows the bytes of a chunk with pressure', () => {
    expect(encodeChunks([withPressure])).toEqual(example('ink-pressure'));
    expect(decodeChunks(example('ink-pressure'))?.chunks).toEqual([withPressure]);
  });

  it('[WIRE1] shows the bytes of a frame', () => {
    const probabilities = new Uint8Array([0, 0, 0, 0, 213, 0, 0, 0, 0, 40, 2]);
    const box = { x: 1150, y: 700, w: 90, h: 130 };
    const strokes = [
      [2, 3],
      [2, 4],
    ] as const;
    const frame = {
      readings: [
        { glyph: '2.3', surface: 0, box, version: 7, strokes, probabilities },
        { glyph: '1.0', gone: true },
      ],
      pointers: [{ author: 2, surface: 0, x: 1210, y: 803 }],
    } as const;
    expect(encodeFrame(frame)).toEqual(example('frame'));
    expect(decodeFrame(example('frame'))).toEqual(frame);
  });

  it('[WIRE1] shows the bytes of packed ink', () => {
    const before = Array.from({ length: 24 }, (_, i) => [
      1104 + 4 * i,
      800,
      32 + 16 * i,
      128,
    ]).flat();
    const points = [...before, 1200, 803, 416, 128, 1206, 806, 433, 128, 1212, 793, 845, 128];
    const { author, stroke } = { author: 2, stroke: 3 };
    const kind = { surface: 0, pressure: false, done: true, whole: true };
    const strokes = [{ author, stroke, ...kind, from: 24, points }];
    const written = { writer: 5, clock: 24, after: 23, strokes };
    const ink = packInk(written) as Uint8Array;
    expect(encodeFrame({ ink })).toEqual(example('packed-ink'));
    expect(
      readPackedInk(decodeFrame(example('packed-ink')).ink as Uint8Array, () => before),
    ).toEqual(written);
  });

  it('[WIRE1] shows the bytes of packed readings', () => {
    const { readings = [] } = decodeFrame(example('frame'));
    expect(encodeFrame({ readings }, true)).toEqual(example('packed-readings'));
    expect(decodeFrame(example('packed-readings'))).toEqual({ readings });
  });

  it('[WIRE1] shows the bytes of a canvas update', () => {
    const doc = new Y.Doc();
    doc.clientID = 5;
    inkOf(doc).push([toEntry(2, chunk)]);
    expect(encodeFrame({ canvas: Y.encodeStateAsUpdate(doc) })).toEqual(example('canvas'));
  });

  it('[TASK2] shows a task as it is asked for and as it is told', () => {
    const { task } = v.parse(hostSchema, jsonExample('task-request')) as { task: object };
    expect(jsonExample('task')).toEqual({ ...task, began: expect.any(Number) });
  });

  it('has every reason with its sentence', () => {
    for (const [reason, sentence] of Object.entries(REASONS)) {
      expect(page).toContain(`| \`${reason}\` | ${sentence} |`);
    }
  });
});

const root = join(import.meta.dirname, '..');

/** Files below a folder of the project whose names end so. */
function filesIn(folder: string, ends: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(root, folder, name));
}

const read = (path: string) => readFileSync(path, 'utf8');

describe('docs/spec.md', () => {
  const numbers = [...read(join(root, 'docs/spec.md')).matchAll(/^- \*\*(\w+\d+)\*\*/gm)].map(
    ([, id = '']) => id,
  );
  const rules = new Set(numbers);
  const tests = ['shared/src', 'server', 'client/src', 'e2e', 'scripts'].flatMap((folder) =>
    filesIn(folder, /\.(test|spec)\.tsx?$/),
  );
  const quoted = new Set(
    tests.flatMap((file) =>
      [...read(file).matchAll(/['"`]((?:\[[A-Z][A-Z0-9]*\d+\] )+)/g)].flatMap(
        ([, ids]) => ids?.match(/\w+/g) ?? [],
      ),
    ),
  );

  it('has every rule that a test quotes', () => {
    expect([...quoted].filter((id) => !rules.has(id))).toEqual([]);
  });

  it('gives no number to two rules', () => {
    expect(numbers).toEqual([...rules]);
  });

  it('has no rule that no test shows', () => {
    expect([...rules].filter((id) => !quoted.has(id))).toEqual([]);
  });
});

describe('README.md and docs/', () => {
  const pages = [
    ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map((name) => join(root, name)),
    ...filesIn('docs', /\.md$/),
  ];

  it('has every variable that the server reads', () => {
    const named = read(join(root, 'server/src/config.ts')).matchAll(
      /'([A-Z]+_?[A-Z_]+)'|env\.([A-Z_]+)/g,
    );
    const variables = new Set([...named].map(([, a, b]) => a ?? b));
    const table = read(join(root, 'README.md'));
    expect([...variables].filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });

  it('argues for every dependency', () => {
    const argued = read(join(root, 'docs/decisions/dependencies.md'));
    const named = ['package.json', 'server/package.json', 'client/package.json'].flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(join(root, file)));
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const missing = new Set(named.filter((name) => !name.startsWith('@types/')));
    for (const name of missing)
      if (new RegExp(`[| ]${name}[ ,|]`).test(argued)) missing.delete(name);
    expect([...missing]).toEqual([]);
  });

  it('links every decision', () => {
    const list = read(join(root, 'docs/decisions/README.md'));
    const names = readdirSync(join(root, 'docs/decisions')).filter((name) => name !== 'README.md');
    expect(names.filter((name) => !list.includes(`](${name})`))).toEqual([]);
  });

  it('links only to what is there', () => {
    const broken = pages.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)|src="([^"]+)"/g)]
        .map(([, a, b]) => join(dirname(file), a ?? b ?? ''))
        .filter((path) => !existsSync(path)),
    );
    expect(broken).toEqual([]);
  });
});
