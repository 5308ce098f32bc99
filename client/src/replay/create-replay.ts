import { strokeKey } from '@inkling/shared/reading';
import { plainly } from '@inkling/shared/steady';
import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from 'solid-js';
import { timelineOf } from '../ink/replay.ts';
import { type Cuts, inkMs } from '../ink/rewind.ts';
import type { RoomLink } from '../link/link.ts';
import { pastOf } from '../mind/ask-past.ts';
import { fuller } from '../mind/history.ts';
import type { Mind } from '../mind/mind.ts';
import { markList } from '../room/mark-list.ts';
import type { Mark } from '../room/marks.tsx';
import { inkHere } from '../take/ink-here.ts';
import { words } from '../words/words.ts';
import { createPast } from './create-past.ts';
import { glyphsAt } from './glyphs-at.ts';
import { advanced, type Player, soughtTo, toggled } from './player.ts';

/** What the room shows while its ink is replayed. */
export interface Shown {
  readonly cuts: Accessor<Cuts>;
  readonly marks: Accessor<readonly Mark[]>;
  /** The network's mind as it was. */
  readonly mind: Mind;
}

interface ReplayParts {
  readonly link: RoomLink;
  readonly surface: number;
  readonly mind: Mind;
  /** Whether it runs from the beginning at once, or waits at its end until it is told to play. */
  readonly begins: boolean;
  /** Somebody asked the ribbon to go back to now. */
  readonly onNow: () => void;
}

/** A replay of a surface's ink: a player on a line of time, and what there was to be seen at each moment. */
export function createReplay({ link, surface, mind, begins, onNow }: ReplayParts) {
  const [news, setNews] = createSignal(0);
  onCleanup(link.onStrokes(() => setNews((n) => n + 1)));
  onCleanup(link.ownInk.onChange(() => setNews((n) => n + 1)));
  const ink = createMemo(() => {
    news();
    return inkHere(link, surface);
  });
  const line = createMemo(() => timelineOf(ink()));
  const [player, setPlayer] = createSignal<Player>({
    at: begins ? 0 : line().length,
    playing: begins,
    speed: 1,
  });
  const [held, setHeld] = createSignal(false);
  const at = createMemo(() => player().at);
  const seek = (ms: number) => setPlayer((now) => soughtTo(now, line().length, ms));

  createEffect(() => {
    if (!player().playing || held()) return;
    let before = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      // The next step is asked for first: the last one changes what this effect follows, and thereby cancels it.
      frame = requestAnimationFrame(step);
      const ms = Math.max(0, now - before);
      before = now;
      setPlayer((player) => advanced(player, line().length, ms));
    });
    onCleanup(() => cancelAnimationFrame(frame));
  });

  const past = createPast(pastOf(() => link.room()?.code));
  const strokes = createMemo(
    () => new Map(ink().map((one) => [strokeKey(one.author, one.stroke), one] as const)),
  );
  const glyphs = createMemo(() => {
    mind.news();
    const here = [...link.readings.values()].filter((reading) => reading.surface === surface);
    return glyphsAt(here, at(), {
      line: line(),
      strokeOf: (key) => strokes().get(key),
      historyOf: mind.historyOf,
      toldOf: past.historyOf,
    });
  });
  createEffect(() => {
    for (const { now, probabilities } of glyphs()) if (!probabilities) past.want(now);
  });
  /** The glyph that the pen was at. */
  const latest = createMemo(() =>
    glyphs().reduce<ReturnType<typeof glyphs>[number] | null>(
      (best, glyph) => (best && best.touched >= glyph.touched ? best : glyph),
      null,
    ),
  );
  const probabilitiesOf = (glyph: string) =>
    glyphs().find(({ now }) => now.glyph === glyph)?.probabilities ?? null;

  /** Seeks to where the glyph had so much ink; null goes back to now. */
  const rewind = (ms: number | null) => {
    if (ms === null) return onNow();
    let left = ms;
    let moment: number | null = null;
    for (const [author, number] of latest()?.now.strokes ?? []) {
      const key = strokeKey(author, number);
      const begin = line().beginOf(key);
      if (begin === undefined) continue;
      const time = inkMs(strokes().get(key)?.points ?? []);
      moment = begin + Math.min(left, time);
      left -= time;
      if (left <= 0) break;
    }
    if (moment !== null) seek(moment);
  };

  const pastMind: Mind = {
    ...mind,
    reading: () => latest()?.now ?? null,
    history: () => {
      const now = latest()?.now;
      return now ? fuller(mind.historyOf(now.glyph), past.historyOf(now)) : [];
    },
    probabilities: () => latest()?.probabilities ?? null,
    ink: () => latest()?.ink ?? [],
    rewound: () => latest()?.inkMs ?? null,
    rewind,
    say: createMemo(() => plainly(latest()?.probabilities ?? null)),
    sayOf: (glyph) => plainly(probabilitiesOf(glyph)),
    follow: () => {},
  };
  const shown: Shown = {
    cuts: createMemo(() => line().cutsAt(at())),
    marks: createMemo(() => {
      const read = glyphs().flatMap(({ now, box, probabilities }) =>
        probabilities ? [{ ...now, box, probabilities }] : [],
      );
      const followed = latest()?.now.glyph ?? null;
      return markList(read, { sayOf: pastMind.sayOf, followed, words: words() });
    }),
    mind: pastMind,
  };

  return {
    shown,
    ink,
    line,
    player,
    seek,
    /** Whether the pen was at ink of which no reading is to be had. */
    unread: () => {
      const glyph = latest();
      return glyph?.probabilities === null && past.isLost(glyph.now);
    },
    toggle: () => setPlayer((now) => toggled(now, line().length)),
    setSpeed: (speed: number) => setPlayer((now) => ({ ...now, speed })),
    /** Holds the clock while somebody drags. */
    hold: setHeld,
  };
}
