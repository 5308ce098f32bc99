import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './desk.ts';
import { predictLines } from './predict.ts';
import { openSession, type Session } from './session.ts';

type Way = readonly number[];

/** So many points of a curve, flat x, y. */
function along(steps: number, at: (t: number) => readonly [number, number]): Way {
  return Array.from({ length: steps + 1 }, (_, i) => at(i / steps)).flat();
}

/** An arc around a point, from one angle to another in degrees, clockwise as they grow. */
function arc(x: number, y: number, r: number, [from, to]: readonly [number, number]): Way {
  return along(30, (t) => {
    const a = ((from + (to - from) * t) * Math.PI) / 180;
    return [x + r * Math.cos(a), y + r * Math.sin(a)];
  });
}

function line(x0: number, y0: number, x1: number, y1: number): Way {
  return along(12, (t) => [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t]);
}

/** A little beside a way: what a hand draws that goes over it again. */
function again(way: Way): Way {
  return way.map((n, i) => n + (i % 2 === 0 ? 1.5 : -1));
}

const STEM = along(20, (t) => [44 - 38 * t - 14 * t * (1 - t), 2 + 68 * t - 20 * t * (1 - t)]);
const THREE = [...arc(25, 25, 22, [200, 440]), ...arc(25, 72, 25, [-80, 150])];
const SEVEN = [...line(5, 5, 60, 5), ...line(60, 5, 25, 95)];

/** Digits that look like nothing else, written as few people write them. */
const HANDS: Readonly<Record<string, { readonly digit: number; readonly ways: readonly Way[] }>> = {
  'a 6 of a stem and a loop to the right': { digit: 6, ways: [STEM, arc(28, 74, 24, [190, 550])] },
  'a 6 whose loop comes first': { digit: 6, ways: [arc(28, 74, 24, [270, -90]), STEM] },
  'a 3 that was gone over again': { digit: 3, ways: [THREE, again(THREE)] },
  'a 7 that was gone over again': { digit: 7, ways: [SEVEN, again(SEVEN)] },
  'a 3 with a pen that skips': {
    digit: 3,
    ways: [THREE.slice(0, 40), THREE.slice(40, 76), THREE.slice(76)],
  },
  'a 7 with a pen that skips': { digit: 7, ways: [SEVEN.slice(0, 26), SEVEN.slice(26)] },
};

describe('unusual hands', () => {
  let session: Session;

  beforeAll(async () => {
    const file = fileURLToPath(new URL('../../../model/digits.onnx', import.meta.url));
    session = await openSession(file);
  });

  it('[READ18] what is clear to the eye is read as that, however often the pen was lifted or went over it', async () => {
    for (const [name, { digit, ways }] of Object.entries(HANDS)) {
      let turning: Promise<unknown> = Promise.resolve();
      const wake = () => {
        turning = turning.then(() => desk.turn());
      };
      const desk = new Desk({ session, now: () => 0, publish() {}, wake, life: 0 });
      const read = await predictLines(
        desk,
        ways.map((way) => Float64Array.from(way)),
      );
      await turning;
      expect.soft([name, read.digit, read.digits.length]).toEqual([name, digit, 1]);
    }
  });
});
