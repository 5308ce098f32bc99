import type { Nearness } from './geometry.ts';
import { type Group, Grouping, groupOf, LARGE, weigh } from './group.ts';
import { byName, type Ground } from './kin.ts';
import type { Trace } from './trace.ts';

/** A region that grows for so long may well grow on: all that hangs together is thought over in one go. */
const PASSES = 6;

/** What is known of the strokes of a surface. */
export interface Known {
  readonly ground: Ground;
  /** The group of more strokes than one that a stroke is in, as it was last thought over. */
  groupOf(trace: Trace): Group | undefined;
}

/** What came of thinking strokes over. */
export interface Thought {
  /** The groups of the strokes that were thought over. */
  readonly groups: ReadonlySet<Group>;
  /** What the reader should be asked. */
  readonly asks: readonly (readonly Trace[])[];
}

/**
 * Thinks over what strokes belong to, of some strokes and of all that it may matter to: what comes of it is what would
 * come of thinking all strokes over, but work grows with what changed, not with what is there.
 *
 * Groups are joined by how likely two of them are one, and that depends on those two alone. So strokes that no others
 * come into question for may be grouped by themselves; where one of their groups, as far as it had grown at any time,
 * might have been joined to one of those around, these are thought over with them.
 */
export function thinkOver(doubtful: Iterable<Trace>, known: Known): Thought {
  const region = new Region(known);
  for (const trace of doubtful) region.add(trace);
  for (let pass = 1; ; pass++) {
    if (pass > PASSES) region.addAll();
    const { size } = region.traces;
    const grouping = new Grouping(known.ground);
    const groups = grouping.group(region.traces, clumpsOf(region.traces));
    const asks = grouping.asks;
    for (const group of groups) asks.push(...region.lookAround(group));
    if (region.traces.size === size) return { groups, asks };
  }
}

/** Strokes that are thought over together. */
class Region {
  readonly traces = new Set<Trace>();

  constructor(private readonly known: Known) {}

  /** Takes a stroke in, with all of its group; of a scribble, which is one glyph whatever else is, all or nothing. */
  add(trace: Trace): void {
    const adding: Trace[] = [];
    const groups = new Set<Group>();
    const take = (one: Trace) => {
      if (this.traces.has(one)) return;
      this.traces.add(one);
      adding.push(one);
    };
    take(trace);
    for (const one of adding) {
      const group = this.known.groupOf(one);
      if (group && !groups.has(group)) {
        groups.add(group);
        group.traces.forEach(take);
      }
      if (!one.crowded) continue;
      for (const other of one.edges.keys()) if (other.crowded) take(other);
    }
  }

  /** Takes in everything that near edges connect to what is in. */
  addAll(): void {
    for (const trace of this.traces) for (const other of trace.edges.keys()) this.traces.add(other);
  }

  /** Takes in what a group might have been joined to; returns what the reader should be asked to know. */
  lookAround(group: Group): (readonly Trace[])[] {
    const asks: (readonly Trace[])[] = [];
    for (const trace of group.traces) {
      for (const [other, edge] of trace.edges) {
        if (this.traces.has(other)) continue;
        const beyond = this.known.groupOf(other);
        // The commonest by far: two strokes that are a glyph each.
        if (edge.apart && group.traces.length === 1 && !beyond) continue;
        const there: Place = [beyond ?? groupOf([other], this.known.ground), other];
        if (this.#mayJoin([group, trace], there, asks)) this.add(other);
      }
    }
    return asks;
  }

  /** Whether two groups might have been joined at a place where they are near, as far as each had grown at any time. */
  #mayJoin([one, here]: Place, [other, there]: Place, asks: (readonly Trace[])[]): boolean {
    if (Math.max(one.traces.length, other.traces.length) > LARGE) return true;
    let may = false;
    for (const a of growthOf(one, here)) {
      for (const b of growthOf(other, there)) {
        const kin = weigh(a.group, b.group, nearness(a.group, b.group), this.known.ground);
        if (a.group.sure && b.group.sure) asks.push(...kin.asks);
        may ||= kin.gain > 0 && kin.gain >= Math.max(a.until, b.until);
      }
    }
    return may;
  }
}

/** A group, and one of its strokes. */
type Place = readonly [Group, Trace];

/** A group as it was for a while: before anything less likely than `until` could happen, it had become part of another. */
interface Stage {
  readonly group: Group;
  readonly until: number;
}

/** The groups that a stroke was in on the way to what it is in now. */
function growthOf(group: Group, trace: Trace): Stage[] {
  const stages: Stage[] = [{ group, until: 0 }];
  for (let last = group; last.of; ) {
    const [a, b] = last.of;
    const [next, other] = a.traces.includes(trace) ? [a, b] : [b, a];
    stages.push({ group: next, until: Math.min(last.gain, other.bond) });
    last = next;
  }
  return stages;
}

/** How near two groups are. */
function nearness(a: Group, b: Group): Nearness {
  const near = { squared: Infinity, crossings: 0 };
  for (const trace of a.traces) {
    for (const other of b.traces) {
      const edge = trace.edges.get(other);
      if (!edge) continue;
      near.squared = Math.min(near.squared, edge.near.squared);
      near.crossings += edge.near.crossings;
    }
  }
  return near;
}

/** Scribbles: crowded strokes that lie near each other, each clump as a whole. */
function clumpsOf(traces: Iterable<Trace>): Trace[][] {
  const clumps: Trace[][] = [];
  const seen = new Set<Trace>();
  for (const trace of traces) {
    if (!trace.crowded || seen.has(trace)) continue;
    const clump = [trace];
    seen.add(trace);
    for (const one of clump) {
      for (const other of one.edges.keys()) {
        if (!other.crowded || seen.has(other)) continue;
        seen.add(other);
        clump.push(other);
      }
    }
    if (clump.length > 1) clumps.push(clump.sort(byName));
  }
  return clumps;
}
