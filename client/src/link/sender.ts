import type { Done, InkAnswer, Refusal, RefusedStroke } from '@inkling/shared/protocol';
import type { StrokeId } from '@inkling/shared/reading';
import type { Clock } from './clock.ts';
import type { Erasures } from './erasures.ts';
import type { Outbox, Parcel } from './outbox.ts';
import { passes } from './passing.ts';

/**
 * Ink gathers so many milliseconds before the next message; the first goes at once. With a handful of people speed
 * matters; of a class each message costs the server more than the ink in it. Pens move 60 times a second, or 120: a window is over a
 * little before the first, the second or the third of such moves, so that a message leaves with a point that was just made.
 */
export function windowFor(people: number): number {
  if (people <= 3) return 12;
  return people <= 15 ? 30 : 46;
}

/** What waits when the window is over waits so long for one more point to leave with. */
const LULL_MS = 6;

/** Messages in flight: as many as fill the way to a server that is a quarter of a second away. */
const ON_THEIR_WAY = 12;
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5000;
const TRIES = 5;

/** The two questions that carry one's own changes. They reject when the line is cut or no answer comes. */
export interface InkLine {
  ink(bytes: Uint8Array): Promise<InkAnswer>;
  erase(ids: readonly StrokeId[]): Promise<Done | Refusal>;
}

/** What a sender tells. */
export interface SenderEvents {
  /** The room has all of these strokes. */
  finished(strokes: readonly number[]): void;
  refused(stroke: RefusedStroke): void;
  eraseRefused(ids: readonly StrokeId[], refusal: Refusal): void;
  erased(ids: readonly StrokeId[]): void;
  /** Whether the room cannot keep ink at the moment. */
  notSaved(is: boolean): void;
  /** Something was sent or answered. */
  moved(): void;
}

interface SenderParts {
  readonly outbox: Outbox;
  readonly erasures: Erasures;
  readonly clock: Clock;
  readonly events: SenderEvents;
  readonly me: () => number;
  /** How many people are in the room. */
  readonly people: () => number;
}

/** Empties the outbox and the erasures over the line: at once, then with the first point after a fixed window, a few messages in flight. */
export class Sender {
  #line: InkLine | null = null;
  #windowOpen = true;
  #pauseMs = 0;
  #paused = false;
  readonly #tries = new Map<number, number>();
  readonly #undo = new Set<() => void>();

  constructor(private readonly parts: SenderParts) {}

  /** The room is joined: everything without an acknowledgement goes. */
  live(line: InkLine): void {
    this.#line = line;
    this.#paused = false;
    this.#pauseMs = 0;
    this.#tries.clear();
    this.touch();
  }

  /** The line is down. With `toTheStart` nothing that was acknowledged counts: another person or another canvas comes. */
  cut(toTheStart = false): void {
    this.#line = null;
    this.parts.outbox.cut(toTheStart);
    this.parts.erasures.takeBack();
  }

  /** There is something to send, perhaps. */
  touch(): void {
    if (!this.#line || !this.#windowOpen || this.#paused) return;
    const sentInk = this.#sendInk(this.#line);
    const sentErasures = this.#sendErasures(this.#line);
    if (!sentInk && !sentErasures) return;
    this.#windowOpen = false;
    this.#after(windowFor(this.parts.people()), () => {
      this.#windowOpen = true;
      this.#after(LULL_MS, () => this.touch());
    });
    this.parts.events.moved();
  }

  /** Stops for good. */
  stop(): void {
    this.#line = null;
    for (const undo of this.#undo) undo();
  }

  #after(ms: number, call: () => void): void {
    const undo = this.parts.clock.after(ms, () => {
      this.#undo.delete(undo);
      call();
    });
    this.#undo.add(undo);
  }

  #sendInk(line: InkLine): boolean {
    const { outbox } = this.parts;
    let sent = false;
    while (outbox.onTheirWay < ON_THEIR_WAY) {
      const parcel = outbox.take();
      if (!parcel) break;
      sent = true;
      line.ink(parcel.bytes).then(
        (answer) => this.#line === line && this.#inkAnswered(parcel, answer),
        // The line was cut: `cut` puts everything back.
        () => {},
      );
    }
    return sent;
  }

  #inkAnswered(parcel: Parcel, answer: InkAnswer): void {
    const { outbox, events } = this.parts;
    if (!answer.ok && passes(answer.reason)) {
      if (answer.reason === 'busy') events.notSaved(true);
      outbox.takeBack(parcel);
      this.#pause();
    } else {
      this.#settle(parcel, answer);
    }
    events.moved();
    this.touch();
  }

  #settle(parcel: Parcel, answer: InkAnswer): void {
    const { outbox, events } = this.parts;
    const refusals = new Map<number, RefusedStroke>();
    const strokes = new Set(parcel.parts.map(({ stroke }) => stroke));
    if (!answer.ok) for (const stroke of strokes) refusals.set(stroke, { ...answer, stroke });
    else {
      // The first refusal of a stroke is the cause; those after it only miss what it refused.
      for (const refusal of answer.refused ?? []) {
        if (!refusals.has(refusal.stroke)) refusals.set(refusal.stroke, refusal);
      }
      events.notSaved(false);
    }
    const finished = outbox.acknowledge(parcel, new Set(refusals.keys()));
    let forNow = false;
    for (const refusal of refusals.values()) {
      if (passes(refusal.reason)) forNow = true;
      if (passes(refusal.reason)) outbox.rewind(refusal.stroke);
      else if (!this.#fillsHole(parcel, refusal)) this.#giveUp(refusal);
    }
    if (forNow) this.#pause();
    else if (answer.ok) this.#pauseMs = 0;
    if (finished.length > 0) events.finished(finished);
  }

  /** The room misses something before this part (an earlier message was put off): the stroke goes again, a few times. */
  #fillsHole(parcel: Parcel, { stroke, reason }: RefusedStroke): boolean {
    if (reason !== 'bad-ink' || !this.parts.outbox.has(stroke)) return false;
    const first = parcel.parts.find((part) => part.stroke === stroke);
    if (!first || first.from === 0) return false;
    // Whatever was in flight behind the hole is answered so, message by message: one rewind is for all of them.
    if (this.parts.outbox.goesAgain(first)) return true;
    const tries = this.#tries.get(stroke) ?? 0;
    if (tries >= TRIES) return false;
    this.#tries.set(stroke, tries + 1);
    this.parts.outbox.rewind(stroke, true);
    return true;
  }

  #giveUp(refusal: RefusedStroke): void {
    if (!this.parts.outbox.has(refusal.stroke)) return;
    this.parts.outbox.drop(refusal.stroke);
    this.parts.events.refused(refusal);
  }

  #pause(): void {
    if (this.#paused) return;
    this.#pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2), LONGEST_PAUSE_MS);
    this.#paused = true;
    this.#after(this.#pauseMs, () => {
      this.#paused = false;
      this.touch();
    });
  }

  #sendErasures(line: InkLine): boolean {
    const { outbox, erasures, events, me } = this.parts;
    const ids = erasures.take(([author, stroke]) => author === me() && outbox.isOnItsWay(stroke));
    if (!ids) return false;
    line.erase(ids).then(
      (answer) => {
        if (this.#line !== line) return;
        if (!answer.ok && passes(answer.reason)) {
          erasures.takeBack();
          this.#pause();
        } else {
          erasures.settle(ids);
          if (answer.ok) events.erased(ids);
          else events.eraseRefused(ids, answer);
        }
        events.moved();
        this.touch();
      },
      () => {},
    );
    return true;
  }
}
