import { emptyBounds, holdBounds, type Nearness } from './geometry.ts';
import { Heap } from './heap.ts';
import { byName, type Ground, inOrder, type Kin, kinOf, mayBeDigit, type Part } from './kin.ts';
import type { Edge, Trace } from './trace.ts';

/** A group of more strokes is no digit: it takes in what is likely a part of it, and is not thought over in parts. */
export const LARGE = 16;

/** Strokes that belong together, and how they came together. */
export interface Group extends Part {
  /** None of it was joined before the reader had said whether it belongs together. */
  readonly sure: boolean;
  /** The two that it was joined of; null for one stroke, a clump, or a large group. */
  readonly of: readonly [Group, Group] | null;
  /** How likely the two were one. */
  readonly gain: number;
  /** The least of the gains that led to it: nothing less likely came before it was there. */
  readonly bond: number;
}

/** A group while groups are being joined. */
interface Joining extends Group {
  /** The groups near this one, and how near; some have become part of others since. Null until somebody asks. */
  near: Map<Joining, Nearness> | null;
  /** What it has become part of. */
  into: Joining | null;
}

/** Two groups that may be one, by their first traces, in order: no two pairs at a time have the same. */
interface Likely extends Readonly<Nearness> {
  readonly a: Joining;
  readonly b: Joining;
  gain: number;
  sure: boolean;
}

const isLarge = ({ traces }: Part) => traces.length > LARGE;

function byFirst(a: Group, b: Group): number {
  return byName(a.traces[0] as Trace, b.traces[0] as Trace);
}

/** Whether a pair is joined before another: the likelier one, and of two as likely the one named first. */
function goesBefore(one: Likely, other: Likely): boolean {
  if (one.gain !== other.gain) return one.gain > other.gain;
  return (byFirst(one.a, other.a) || byFirst(one.b, other.b)) < 0;
}

/** Strokes that belong together whatever the reader says. */
export function groupOf(traces: readonly Trace[], ground: Ground): Joining {
  const bounds = emptyBounds();
  let done = true;
  for (const trace of traces) {
    holdBounds(bounds, trace.bounds);
    done &&= trace.done;
  }
  return {
    traces,
    bounds,
    done,
    verdict: verdictOf(traces, done, ground),
    sure: true,
    of: null,
    gain: Infinity,
    bond: Infinity,
    near: null,
    into: null,
  };
}

function verdictOf(traces: readonly Trace[], done: boolean, { judge }: Ground) {
  return mayBeDigit({ traces, done }) ? judge?.(traces) : undefined;
}

/** Two groups as one. */
function joined({ a, b, gain, sure }: Likely, ground: Ground): Joining {
  const bounds = { ...a.bounds };
  holdBounds(bounds, b.bounds);
  const traces = inOrder(a.traces, b.traces);
  const done = a.done && b.done;
  return {
    traces,
    bounds,
    done,
    verdict: verdictOf(traces, done, ground),
    sure,
    of: traces.length > LARGE ? null : [a, b],
    gain,
    bond: Math.min(gain, a.bond, b.bond),
    near: null,
    into: null,
  };
}

/** Notes how near a group is; it may be near in several places. */
function note<Key>(near: Map<Key, Nearness>, key: Key, { squared, crossings }: Nearness): void {
  const known = near.get(key);
  if (!known) near.set(key, { squared, crossings });
  else {
    known.squared = Math.min(known.squared, squared);
    known.crossings += crossings;
  }
}

/** Weighs two groups that lie so near each other as one, always in the same order: a machine must not differ by a rounding. */
export function weigh(
  one: Group,
  other: Group,
  { squared, crossings }: Nearness,
  ground: Ground,
): Kin {
  const [a, b] = byFirst(one, other) < 0 ? [one, other] : [other, one];
  return kinOf({ a, b, squared, crossings }, ground);
}

/** The group that a group is part of by now. */
function now(group: Joining): Joining {
  let last = group;
  while (last.into) last = last.into;
  // The next one who asks has a shorter way.
  if (last !== group) group.into = last;
  return last;
}

/** The group that is meant where a pair was weighed: a large one stays what it is, however much it has taken in since. */
function standing(group: Joining): Joining | null {
  if (!group.into) return group;
  return isLarge(group) ? now(group) : null;
}

/** Groups strokes by joining, again and again, the two groups that are likeliest one glyph. */
export class Grouping {
  /** What the reader should be asked, because it would help to decide. */
  readonly asks: (readonly Trace[])[] = [];
  readonly #likely = new Heap(goesBefore);
  /** Where strokes were first. */
  readonly #home = new Map<Trace, Joining>();
  readonly #joined: Joining[] = [];

  constructor(private readonly ground: Ground) {}

  /** The groups among some strokes, others being none of their business; clumps are one whatever else is. */
  group(traces: Iterable<Trace>, clumps: readonly (readonly Trace[])[] = []): Set<Group> {
    const clumped = clumps.map((clump) => groupOf(clump, this.ground));
    for (const clump of clumped) for (const trace of clump.traces) this.#home.set(trace, clump);
    for (const trace of traces) {
      if (!this.#home.has(trace)) this.#home.set(trace, groupOf([trace], this.ground));
    }
    for (const [trace, home] of this.#home) {
      if (home.traces.length > 1) continue;
      for (const edge of trace.edges.values()) if (edge.a === trace) this.#weighEdge(edge, home);
    }
    for (const clump of clumped) this.#weighClump(clump);
    for (let best = this.#likely.pop(); best; best = this.#likely.pop()) {
      const [a, b] = [standing(best.a), standing(best.b)];
      if (a && b && a !== b) this.#join({ ...best, a, b });
    }
    const groups = new Set<Group>();
    for (const home of this.#home.values()) groups.add(now(home));
    this.#letGo();
    return groups;
  }

  /** Forgets what was near what: groups are kept, and would keep all that was ever near them. */
  #letGo(): void {
    for (const all of [this.#home.values(), this.#joined]) {
      for (const group of all) {
        group.near = null;
        group.into = null;
      }
    }
  }

  /** Weighs two strokes as one glyph; that they never are is remembered. */
  #weighEdge(edge: Edge, a: Joining): void {
    const { judge } = this.ground;
    if (edge.apart && judge) return;
    const b = this.#home.get(edge.b);
    if (!b || b.traces.length > 1) return;
    const { gain, settled } = this.#weigh(a, b, edge.near);
    edge.apart = gain <= 0 && settled && a.done && b.done && judge !== null;
  }

  #weighClump(clump: Joining): void {
    for (const [other, near] of this.#near(clump)) {
      // Two clumps are weighed once.
      const twice = other.traces.length > 1 && byFirst(other, clump) < 0;
      if (!twice) this.#weigh(clump, other, near);
    }
  }

  /** The groups near one, and how near. */
  #near(group: Joining): Map<Joining, Nearness> {
    if (group.near) return group.near;
    const near = new Map<Joining, Nearness>();
    for (const trace of group.traces) {
      for (const [other, edge] of trace.edges) {
        const home = this.#home.get(other);
        if (!home) continue;
        const next = now(home);
        if (next !== group) note(near, next, edge.near);
      }
    }
    group.near = near;
    return near;
  }

  /** Joins two groups: what was near either is near what they become. */
  #join(two: Likely): void {
    const { a, b } = two;
    const group = joined(two, this.ground);
    this.#joined.push(group);
    const [more, less] = a.traces.length > b.traces.length ? [a, b] : [b, a];
    // Those near a large one were weighed with it before.
    const parts = isLarge(more) ? [this.#near(less)] : [this.#near(a), this.#near(b)];
    const near = isLarge(more) ? this.#near(more) : new Map<Joining, Nearness>();
    a.into = group;
    b.into = group;
    const fresh = new Set<Joining>();
    for (const part of parts) {
      for (const [before, nearness] of part) {
        const other = now(before);
        if (other === group) continue;
        note(near, other, nearness);
        fresh.add(other);
      }
    }
    group.near = near;
    for (const other of fresh) this.#weigh(group, other, near.get(other) as Nearness);
  }

  /** Weighs two groups as one. */
  #weigh(one: Joining, other: Joining, { squared, crossings }: Nearness): Kin {
    const [a, b] = byFirst(one, other) < 0 ? [one, other] : [other, one];
    const pair = { a, b, squared, crossings, gain: 0, sure: false };
    const kin = kinOf(pair, this.ground);
    const sure = a.sure && b.sure;
    // Not for the sake of groups that may come apart again when the reader has answered: there is time when they have not.
    if (sure && kin.asks.length > 0) this.asks.push(...kin.asks);
    if (kin.gain > 0) {
      pair.gain = kin.gain;
      pair.sure = sure && kin.asks.length === 0;
      this.#likely.push(pair);
    }
    return kin;
  }
}
