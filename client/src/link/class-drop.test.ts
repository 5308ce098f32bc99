import { describe, expect, it } from 'vitest';
import { openPage } from './testing/house.ts';

const STUDENTS = 15;
const GONE_MS = 20_000;
const SAMPLE_MS = 50;

/** Numbers from 0 to 1 in an order that the seed decides (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Page = Awaited<ReturnType<typeof openPage>>;

/** A student who never stops writing; `write` lets so much time pass, and the pen rests only between strokes. */
function writer(page: Page, random: () => number) {
  const drawn: number[][] = [];
  let pen: ReturnType<Page['link']['ownInk']['begin']> | null = null;
  let began = 0;
  return {
    drawn,
    async write(ms: number): Promise<void> {
      for (let at = 0; at < ms; at += SAMPLE_MS) {
        await page.clock.turn(Math.min(SAMPLE_MS, ms - at));
        if (random() < 0.05) {
          pen?.end();
          pen = null;
        } else {
          if (!pen) {
            pen = page.link.ownInk.begin({ surface: 0, pressure: false });
            began = page.clock.now();
            drawn.push([]);
          }
          const point = [Math.floor(random() * 4000), Math.floor(random() * 2500)];
          pen.add([...point, page.clock.now() - began, 128].map(Number));
          drawn.at(-1)?.push(...point);
        }
      }
    },
    lift: () => pen?.end(),
  };
}

describe('half a class loses its Wi-Fi for twenty seconds', () => {
  for (let seed = 1; seed <= STUDENTS; seed++) {
    it(`[CLASS14] loses nothing and is back within two seconds, seed ${seed}`, async () => {
      const random = seeded(seed);
      const page = await openPage();
      await page.clock.turn(100);
      const student = writer(page, random);
      await student.write(1000 + random() * 2000);

      // Nothing comes and nothing goes; the page notices after a while, or not at all.
      const notices = random() * 26_000;
      page.room.holding = true;
      page.room.reachable = false;
      await student.write(Math.min(notices, GONE_MS));
      if (notices < GONE_MS) {
        page.room.line.cut();
        await student.write(GONE_MS - notices);
        expect(page.link.saved()).toMatchObject({ at: 'offline' });
      }
      page.room.reachable = true;
      // What was under way when the network went is gone.
      page.room.holding = false;
      if (notices >= GONE_MS) page.room.line.cut();
      const meanwhile = student.drawn.map((xy) => [...xy]);
      page.signs.back();
      await student.write(2000);
      expect(page.link.link()).toEqual({ at: 'live' });
      const there = () => {
        const all = page.room.strokes().sort((a, b) => a.stroke - b.stroke);
        return all.map(({ points }) => points.filter((_, i) => i % 4 < 2));
      };
      expect(meanwhile.filter((xy, i) => (there()[i]?.length ?? 0) < xy.length)).toEqual([]);

      student.lift();
      await page.clock.turn(1000);
      expect(page.link.saved()).toEqual({ at: 'saved' });
      expect(there()).toEqual(student.drawn);
      page.dispose();
    });
  }
});
