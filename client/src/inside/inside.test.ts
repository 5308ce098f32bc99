import type { Stroke } from '@inkling/shared/canvas';
import { describe, expect, it } from 'vitest';
import { piecesOf, strokeGains } from './gains.ts';
import { headOf, type Maps, parseLook } from './look.ts';
import { enlarge, overlay, sheetOf } from './pixels.ts';

const base64 = (bytes: number[]) => Buffer.from(bytes).toString('base64');

const maps = (count: number, values: number[], low = 0, high = 1): Maps => ({
  count,
  width: 2,
  height: 2,
  low,
  high,
  values: Uint8Array.from(values),
});

describe('looking inside', () => {
  it('[LOOK16] reads the server’s answer, layers in order, and refuses what is none', () => {
    const layer = { dims: [1, 2, 2], low: 0, high: 1, bytes: base64([0, 1, 2, 3]) };
    const said = {
      input: base64([0, 255]),
      outputs: {
        final: { dims: [11], bytes: '' },
        features10: layer,
        features2: layer,
        cam: layer,
        cam_live: { ...layer, bytes: base64([9, 9, 9, 9]) },
      },
    };
    const look = parseLook(said);
    expect(look?.layers).toHaveLength(2);
    expect(look?.activation.final?.values).toEqual(Uint8Array.of(0, 1, 2, 3));
    expect(look?.activation.live?.values).toEqual(Uint8Array.of(9, 9, 9, 9));
    expect(parseLook({ error: 'no-such-glyph' })).toBeNull();
    expect(parseLook(null)).toBeNull();
  });

  it('[CLASS51] looks where the head looks that is heard: the live one while the pen is down', () => {
    const sure = new Uint8Array(11).fill(0);
    sure[7] = 255;
    const torn = Uint8Array.from(sure);
    torn[10] = 3;
    expect(headOf(sure, [{ done: true }, { done: false }])).toBe('live');
    expect(headOf(torn, [{ done: false }])).toBe('final');
    // Of a finished digit that is as sure as can be nothing is left for "not a digit".
    expect(headOf(sure, [{ done: true }])).toBe('final');
  });

  it('[LOOK16] lays maps side by side, one blank pixel apart', () => {
    const sheet = sheetOf(maps(3, [255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255]), {
      columns: 2,
      front: [1, 2, 3],
    });
    expect(sheet).toMatchObject({ columns: 2, rows: 2, width: 5, height: 5 });
    expect([...sheet.pixels.subarray(0, 4)]).toEqual([1, 2, 3, 255]);
    // The blank pixel between the first two maps.
    expect(sheet.pixels[2 * 4 + 3]).toBe(0);
  });

  it('[LOOK16] keeps the sign of an activation map, and its corners', () => {
    const big = enlarge(maps(1, [0, 255, 255, 255], -2, 2), 0, 8);
    expect(big[0]).toBeCloseTo(-1, 2);
    expect(big[7]).toBeCloseTo(1, 2);
    const net: [number, number, number] = [200, 60, 30];
    const pixels = overlay(Uint8Array.of(255, 255, 0), Float32Array.of(-1, 1, 1), net);
    expect([...pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
    expect([...pixels.subarray(4, 7)]).toEqual([200, 60, 30]);
    expect(pixels[8]).toBeGreaterThan(pixels[10] as number);
  });
});

describe('which stroke changed its mind', () => {
  const stroke = (ms: number): Stroke => ({
    author: 1,
    stroke: 0,
    surface: 0,
    done: true,
    pressure: false,
    points: [0, 0, 0, 128, 10, 10, ms, 128],
  });
  const said = (at: number, share: number) => {
    const probabilities = new Uint8Array(11);
    probabilities[4] = Math.round(share * 255);
    return { at, probabilities };
  };

  it('[LOOK17] gives each stroke what it added', () => {
    const history = [said(200, 0), said(500, 0.2), said(800, 1)];
    const pieces = piecesOf(history, [stroke(500), stroke(300)], 4);
    expect(pieces.map(({ stroke: s, from, to }) => [s, from, to])).toEqual([
      [0, 0, 200],
      [0, 200, 500],
      [1, 0, 300],
    ]);
    const gains = strokeGains(pieces).map(({ gain }) => Math.round(gain * 100));
    expect(gains).toEqual([20, 80]);
  });

  it('[LOOK17] adds up to what is said at the end', () => {
    const history = [said(100, 0.5), said(300, 0.1), said(600, 0.9)];
    const sum = piecesOf(history, [stroke(350), stroke(250)], 4).reduce((s, p) => s + p.gain, 0);
    expect(sum).toBeCloseTo(0.9, 2);
  });
});
