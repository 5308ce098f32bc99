import type { Stroke } from '@inkling/shared/canvas';
import { isGone, type Reading, type ReadingChange, strokeKey } from '@inkling/shared/reading';
import {
  atOnce,
  type Headline,
  plainly,
  SILENCE,
  type Steady,
  steady,
} from '@inkling/shared/steady';
import { type Accessor, batch, createMemo, createSignal, onCleanup } from 'solid-js';
import { type Cuts, cutsAt } from '../ink/rewind.ts';
import type { RoomLink } from '../link/link.ts';
import type { AskPast } from './ask-past.ts';
import { fuller, type History, remember, sampleAt } from './history.ts';
import { cutInk, inkTime } from './ink-time.ts';
import { Recent } from './recent.ts';

/** What the network thinks of the glyph that this page follows, now and when it was half made. */
export interface Mind {
  /** The followed glyph's latest reading; null while there is none. */
  readonly reading: Accessor<Reading | null>;
  readonly history: Accessor<History>;
  /** Eleven probabilities × 255 at the moment shown; null while there is nothing to read. */
  readonly probabilities: Accessor<Uint8Array | null>;
  /** The followed glyph's strokes as far as they are shown. */
  readonly ink: Accessor<readonly Stroke[]>;
  /** Milliseconds of ink that the drawing is rewound to; null shows it as it is. */
  readonly rewound: Accessor<number | null>;
  rewind(ms: number | null): void;
  /** What a surface needs in order to show the rewound drawing. */
  readonly cuts: Accessor<Cuts | null>;
  /** Follows a glyph; null goes back to whatever changed last. */
  follow(glyph: string | null): void;
  /** What the headline says; steadier than the bars. */
  readonly say: Accessor<Headline>;
  /** What there is to say about any glyph; reactive. */
  sayOf(glyph: string): Headline;
  /** Counts the changes of what is read and said; reactive. */
  readonly news: Accessor<number>;
  /** A glyph's history, also for those not followed. */
  historyOf(glyph: string): History;
}

const EMPTY: History = [];
/** A history that begins with this much ink (ms) or less lacks nothing. */
const BEGINNING = 100;
/** So often the room is asked for the beginning of a history. */
const TRIES = 3;

interface MindParts {
  /** The readings to follow; all of them unless it is given. */
  readonly only?: (reading: Reading) => boolean;
  /** What this page heard before the mind began to follow. */
  readonly heard?: (glyph: string) => History;
  /** Has the room read again how the followed glyph came about, where this page did not hear it. */
  readonly ask?: AskPast;
}

/** Follows a room's readings and remembers how each came about. */
export function createMind(
  link: Pick<RoomLink, 'readings' | 'onReadings' | 'strokes' | 'onStrokes' | 'you'>,
  { only, heard, ask }: MindParts = {},
): Mind {
  const histories = new Map<string, History>();
  const headlines = new Map<string, Steady>();
  const [news, setNews] = createSignal(0);
  const recent = new Recent();
  const [followed, setFollowed] = createSignal<string | null>(null);
  const [reading, setReading] = createSignal<Reading | null>(null);
  const [history, setHistory] = createSignal<History>(EMPTY);
  const [rewound, setRewound] = createSignal<number | null>(null);

  const strokesOf = (of: Reading): Stroke[] => {
    const strokes: Stroke[] = [];
    for (const [author, stroke] of of.strokes) {
      const known = link.strokes.get(strokeKey(author, stroke));
      if (known) strokes.push(known);
    }
    return strokes;
  };

  /** Strokes that this page saw being drawn. */
  const drawn = new Set<string>();
  const watch = (keys: ReadonlySet<string>): void => {
    for (const key of keys) {
      const stroke = link.strokes.get(key);
      if (!stroke) drawn.delete(key);
      else if (!stroke.done) drawn.add(key);
    }
  };
  onCleanup(link.onStrokes(watch));

  /** Whether its ink came whole: it came back, or was here before this page. */
  const cameWhole = (of: Reading): boolean =>
    of.strokes.every(([author, stroke]) => {
      const key = strokeKey(author, stroke);
      return link.strokes.get(key)?.done === true && !drawn.has(key);
    });

  /** Glyphs whose making this page did not hear, and how often the room may still be asked. */
  const unheard = new Map<string, number>();
  const abort = new AbortController();
  onCleanup(() => abort.abort());
  let asking = false;

  /** Asks for the beginning of the followed glyph's history, one glyph at a time; after a failure again with the next news. */
  const askBeginning = async (glyph: string): Promise<void> => {
    const tries = unheard.get(glyph) ?? 0;
    if (!ask || asking || tries === 0) return;
    unheard.set(glyph, tries - 1);
    asking = true;
    const told = await ask(glyph, abort.signal);
    asking = false;
    const known = histories.get(glyph);
    if (abort.signal.aborted || !told || !known) return;
    unheard.delete(glyph);
    histories.set(glyph, fuller(known, told));
    show();
  };

  const take = (change: Reading): void => {
    const followed = histories.get(change.glyph);
    const known = followed ?? heard?.(change.glyph) ?? EMPTY;
    const at = inkTime(strokesOf(change));
    const begins = known[0]?.at ?? at;
    if (!followed && begins > BEGINNING && cameWhole(change)) unheard.set(change.glyph, TRIES);
    const before = headlines.get(change.glyph) ?? (cameWhole(change) ? null : SILENCE);
    const { probabilities } = change;
    const now = performance.now();
    headlines.set(
      change.glyph,
      before ? steady(before, probabilities, now) : atOnce(probabilities),
    );
    const grew = at !== known[known.length - 1]?.at;
    histories.set(change.glyph, remember(known, { at, probabilities: change.probabilities }));
    // A reading that merely settled is nobody's doing.
    if (!grew && followed) return;
    const me = link.you()?.author;
    recent.touch(
      change.glyph,
      change.strokes.some(([author]) => author === me),
    );
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  /** Asks every headline that is due, and comes back for the next one that will be. */
  const ponder = (): void => {
    clearTimeout(timer);
    let next = Number.POSITIVE_INFINITY;
    const now = performance.now();
    for (const [glyph, said] of headlines) {
      const early = said.again > now;
      const then = early
        ? said
        : steady(said, link.readings.get(glyph)?.probabilities ?? null, now);
      if (!early) headlines.set(glyph, then);
      next = Math.min(next, then.again);
    }
    if (next === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => {
      ponder();
      setNews((n) => n + 1);
    }, next - now);
  };

  const show = (): void =>
    batch(() => {
      setNews((n) => n + 1);
      const glyph = recent.followed;
      const grew = glyph !== null && histories.get(glyph)?.at(-1)?.at !== history().at(-1)?.at;
      if (glyph !== followed() || grew) setRewound(null);
      setFollowed(glyph);
      setReading(glyph === null ? null : (link.readings.get(glyph) ?? null));
      setHistory(glyph === null ? EMPTY : (histories.get(glyph) ?? EMPTY));
      if (glyph !== null) void askBeginning(glyph);
    });

  const takeAll = (changes: Iterable<ReadingChange>): void => {
    for (const change of changes) {
      if (isGone(change)) {
        histories.delete(change.glyph);
        unheard.delete(change.glyph);
        headlines.delete(change.glyph);
        recent.drop(change.glyph);
      } else if (!only || only(change)) take(change);
    }
    ponder();
    show();
  };

  takeAll(link.readings.values());
  onCleanup(link.onReadings(takeAll));

  const ink = createMemo(() => {
    const now = reading();
    if (!now) return [];
    const strokes = strokesOf(now);
    const until = rewound();
    return until === null ? strokes : cutInk(strokes, until);
  });

  const probabilities = createMemo(() => {
    const at = rewound();
    if (at !== null) return sampleAt(history(), at)?.probabilities ?? null;
    return reading()?.probabilities ?? null;
  });

  function sayOf(glyph: string): Headline {
    news();
    return headlines.get(glyph)?.headline ?? SILENCE.headline;
  }

  return {
    reading,
    history,
    rewound,
    ink,
    probabilities,
    say: createMemo(() => {
      if (rewound() !== null) return plainly(probabilities());
      const now = reading();
      return now ? sayOf(now.glyph) : SILENCE.headline;
    }),
    sayOf,
    news,
    rewind: setRewound,
    cuts: createMemo(() => {
      const at = rewound();
      const now = reading();
      if (at === null || !now) return null;
      const keyed = strokesOf(now).map(({ author, stroke, points }) => ({
        key: strokeKey(author, stroke),
        points,
      }));
      return cutsAt(keyed, at);
    }),
    follow(glyph) {
      recent.choose(glyph);
      show();
    },
    historyOf: (glyph) => histories.get(glyph) ?? EMPTY,
  };
}
