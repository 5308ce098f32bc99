import { readFileSync } from 'node:fs';
import { inkOf, toEntry } from '@inkling/shared/canvas';
import { decodeFrame, encodeFrame } from '@inkling/shared/frame';
import { type Chunk, decodeChunks, encodeChunks } from '@inkling/shared/ink';
import { REASONS } from '@inkling/shared/protocol';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';

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
    expect(decodeChunks(example('ink'))).toEqual([chunk]);
  });

  it('[WIRE1] shows the bytes of a chunk with pressure', () => {
    expect(encodeChunks([withPressure])).toEqual(example('ink-pressure'));
    expect(decodeChunks(example('ink-pressure'))).toEqual([withPressure]);
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

  it('[WIRE1] shows the bytes of a canvas update', () => {
    const doc = new Y.Doc();
    doc.clientID = 5;
    inkOf(doc).push([toEntry(2, chunk)]);
    expect(encodeFrame({ canvas: Y.encodeStateAsUpdate(doc) })).toEqual(example('canvas'));
  });

  it('has every reason with its sentence', () => {
    for (const [reason, sentence] of Object.entries(REASONS)) {
      expect(page).toContain(`| \`${reason}\` | ${sentence} |`);
    }
  });
});
