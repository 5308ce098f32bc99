import type { Tally, Task } from '@inkling/shared/protocol';
import { NOT_A_DIGIT, type Reading } from '@inkling/shared/reading';
import { type History, ranked, winner } from '../mind/history.ts';
import { secondsInWords } from '../words/figures.ts';
import { words } from '../words/words.ts';
import { byTile, drawingOf, hasMore } from './outcome.ts';
import type { IsOfTask } from './task-ink.ts';

/** How well a tile does in a task. */
export interface Standing {
  readonly surface: number;
  /** 0 to 100; the more the better. */
  readonly score: number;
  /** The score as people say it: "87", or "0.4 s" of ink. */
  readonly said: string;
  /** 1 is the first; of whom the same is said, they have the same. */
  readonly place: number;
}

type Score = Omit<Standing, 'place'>;

interface StandingFacts {
  readonly readings: Iterable<Reading>;
  readonly isOfTask: IsOfTask;
  readonly tallies: readonly Tally[];
  /** How a reading came about. */
  readonly historyOf: (reading: Reading) => History;
}

/** A reading counts as certain from this probability (× 255) on. */
const CERTAIN = 0.9 * 255;

/** Who is ahead, best first; nothing for a task that has no winner. */
export function standings(task: Task | null, facts: StandingFacts): Standing[] {
  if (!task || task.kind === 'draw') return [];
  const all: Score[] = [];
  for (const onTile of byTile(facts.readings).values()) {
    const drawing = drawingOf(onTile);
    if (!facts.isOfTask(drawing)) continue;
    // People judge the whole tile: what they see must be what the network is asked about.
    if (task.kind === 'fool' && hasMore(onTile, drawing)) continue;
    const [reading, ...more] = drawing;
    // What is drawn as several digits is none of those that these tasks ask for.
    const standing = reading && more.length === 0 ? standingOf(task, reading, facts) : null;
    if (standing) all.push(standing);
  }
  return placed(all.sort((a, b) => b.score - a.score || a.surface - b.surface));
}

function placed(best: readonly Score[]): Standing[] {
  return best.map((one) => ({
    ...one,
    place: best.findIndex(({ said }) => said === one.said) + 1,
  }));
}

function standingOf(task: Task, reading: Reading, facts: StandingFacts): Score | null {
  if (task.kind === 'fool') return fool(task, reading, facts.tallies);
  return task.kind === 'fifty' ? fifty(reading) : fastest(task, reading, facts.historyOf);
}

/** What people agree on times what the network gets wrong: a 7 to everybody but the network. */
function fool(task: Task, reading: Reading, tallies: readonly Tally[]): Score | null {
  const digit = Number(task.target ?? Number.NaN);
  const tally = tallies.find(({ surface }) => surface === reading.surface);
  if (!tally || !(digit >= 0 && digit <= 9)) return null;
  const votes = tally.counts.reduce((sum, count) => sum + count, 0);
  if (votes === 0) return null;
  const agreement = (tally.counts[digit] ?? 0) / votes;
  const error = 1 - (reading.probabilities[digit] ?? 0) / 255;
  const score = Math.round(agreement * error * 100);
  return { surface: reading.surface, score, said: words().percent(score) };
}

/** 100 where two digits share all the probability between them, half and half. */
function fifty({ surface, probabilities }: Reading): Score | null {
  const [, second = 0] = ranked(probabilities);
  if ((probabilities[NOT_A_DIGIT] ?? 0) > 127) return null;
  const score = Math.round(((probabilities[second] ?? 0) / 255) * 200);
  return { surface, score, said: words().percent(score) };
}

/** The least ink after which the network was certain and stayed so. */
function fastest(
  task: Task,
  reading: Reading,
  historyOf: StandingFacts['historyOf'],
): Score | null {
  const history = historyOf(reading);
  const { digit, probability } = winner(reading.probabilities);
  if (probability < CERTAIN || (task.target !== null && task.target !== String(digit))) return null;
  let ms = history[history.length - 1]?.at ?? 0;
  for (let i = history.length - 1; i >= 0; i--) {
    const sample = history[i];
    if (!sample || (sample.probabilities[digit] ?? 0) < CERTAIN) break;
    ms = sample.at;
  }
  return {
    surface: reading.surface,
    score: 100 / (1 + ms / 1000),
    said: secondsInWords(ms),
  };
}
