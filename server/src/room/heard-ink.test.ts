import { POINT_STRIDE, pointCount } from '@inkling/shared/ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReaderInk } from '../reader/reader.ts';
import { RoomCanvas } from './canvas.ts';
import type { HeardInk } from './heard-ink.ts';

const LENGTH = 12;
const MACHINES = 3;

function points(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => [
    10 + from + i,
    20,
    (from + i) * 8,
    128,
  ]).flat();
}

/** One machine's canvas, and what its reader has been told of it. */
class Machine {
  readonly canvas: RoomCanvas;
  readonly #told = new Map<string, number[]>();
  #early: ReaderInk[] = [];
  #erased: StrokeId[] = [];

  constructor(writer: number) {
    this.canvas = new RoomCanvas({ writer, shared: true });
  }

  /** The author goes on with a stroke from where this machine knows it. */
  draw(author: number, stroke: number, count: number): void {
    if (this.canvas.wasErased(author, stroke)) return;
    const at = this.canvas.known(author, stroke)?.count ?? 0;
    const end = Math.min(at + count, LENGTH);
    if (end === at) return;
    const ink = { author, stroke, at, surface: 0, points: points(at, end), done: end === LENGTH };
    this.canvas.append(author, { ...ink, pressure: false });
    this.#tell({ added: [ink], erased: [] });
  }

  erase(id: StrokeId): void {
    this.canvas.erase([id]);
    this.canvas.forestall(...id);
    this.#tell({ added: [], erased: [id] });
    this.#erased.push(id);
  }

  /** What the other machines are to hear. */
  publish(): { readonly update: Uint8Array | null; readonly erased: readonly StrokeId[] } {
    const update = this.canvas.commit()?.update ?? null;
    const erased = this.#erased;
    this.#erased = [];
    for (const joined of this.canvas.takeJoined()) this.#tell(joined);
    return { update, erased };
  }

  hear({ update, erased }: ReturnType<Machine['publish']>): void {
    if (update) this.#tell(this.canvas.apply(update));
    this.#tell({ added: [], erased: this.canvas.bury(erased) });
  }

  #tell({ added, erased }: HeardInk): void {
    for (const [author, stroke] of erased) {
      this.#told.delete(strokeKey(author, stroke));
      this.#early = this.#early.filter((ink) => ink.author !== author || ink.stroke !== stroke);
    }
    for (const ink of added) this.#take(ink);
  }

  /** Takes ink as the reader does: what comes before the points that it follows waits for them. */
  #take(ink: ReaderInk): void {
    const key = strokeKey(ink.author, ink.stroke);
    const told = this.#told.get(key) ?? [];
    const fresh = told.length - ink.at * POINT_STRIDE;
    if (fresh < 0) {
      this.#early.push(ink);
      return;
    }
    told.push(...ink.points.slice(fresh));
    this.#told.set(key, told);
    for (const early of this.#early.splice(0)) this.#take(early);
  }

  get drawn(): ReadonlyMap<string, readonly number[]> {
    return new Map<string, readonly number[]>(
      this.canvas.strokes().map((s) => [strokeKey(s.author, s.stroke), s.points]),
    );
  }

  get told(): ReadonlyMap<string, readonly number[]> {
    return this.#told;
  }
}

describe('what other machines write', () => {
  const one = fc.nat(MACHINES - 1);
  const act = fc.record({
    what: fc.constantFrom(
      'draw',
      'draw',
      'draw',
      'draw',
      'erase',
      'write',
      'publish',
      'publish',
      'hear',
      'hear',
    ),
    machine: one,
    other: one,
    author: fc.constant(1),
    stroke: fc.nat(1),
    count: fc.integer({ min: 1, max: 3 }),
  });

  it('[HEARD1] however late they hear of one another, all come to one canvas, and their readers are told all of it', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80, size: 'max' }), (acts) => {
        const machines = Array.from({ length: MACHINES }, (_, i) => new Machine(i + 1));
        const at = (i: number) => machines[i] as Machine;
        /** What each has published, and how much of it each other one has heard. */
        const published = machines.map((): ReturnType<Machine['publish']>[] => []);
        const heard = machines.map(() => machines.map(() => 0));
        const publish = (i: number) => {
          const said = at(i).publish();
          if (said.update || said.erased.length > 0) published[i]?.push(said);
        };
        const hear = (i: number, from: number): boolean => {
          const next = i === from ? undefined : published[from]?.[heard[i]?.[from] as number];
          if (!next) return false;
          (heard[i] as number[])[from] = (heard[i]?.[from] as number) + 1;
          at(i).hear(next);
          return true;
        };
        for (const { what, machine, other, author, stroke, count } of acts) {
          if (what === 'draw') at(machine).draw(author, stroke, count);
          else if (what === 'erase') at(machine).erase([author, stroke]);
          else if (what === 'write') at(machine).canvas.write();
          else if (what === 'publish') publish(machine);
          else hear(machine, other);
        }
        // What is heard may be written anew: until nobody has anything to say.
        for (let more = true; more; ) {
          machines.forEach((_, i) => {
            publish(i);
          });
          more = machines
            .flatMap((_, i) => machines.map((_, from) => hear(i, from)))
            .includes(true);
        }
        const { drawn } = at(0);
        for (const machine of machines) {
          expect(machine.drawn).toEqual(drawn);
          expect(machine.told).toEqual(drawn);
          const total = [...drawn.values()].reduce((sum, p) => sum + pointCount(p), 0);
          expect(machine.canvas.pointTotal).toBe(total);
          expect(machine.canvas.strokeCount).toBe(drawn.size);
          for (const [key, p] of drawn) {
            const [author, stroke] = key.split('.').map(Number) as [number, number];
            expect(machine.canvas.known(author, stroke)?.count).toBe(pointCount(p));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
