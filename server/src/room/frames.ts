import type { Pointer } from '@inkling/shared/frame';
import * as Y from 'yjs';
import type { ReadAs } from '../reader/reader.ts';
import { type Windows, windowsAt } from '../strain.ts';
import { Audience, type Checkpoint } from './audience.ts';
import type { Learned } from './canvas.ts';
import type { Readings } from './readings.ts';
import type { Room } from './room.ts';
import { Tick } from './tick.ts';
import { SHARE_MS, windowFor } from './windows.ts';

/**
 * What a room shows everybody, and when: one frame a tick, of what the canvas learned, which readings changed and where
 * pointers are. What the canvas learned is stored with the frame, or ahead of it where it is to go to other machines.
 */
export class Frames {
  readonly audience: Audience;
  readonly #room: Room;
  readonly #readings: Readings;
  readonly #pointers = new Map<number, Pointer>();
  readonly #tick: Tick;
  readonly #shareTick: Tick;
  /** What other machines and the store have and screens here do not. */
  #unshown: Uint8Array | null = null;
  /** What screens here have and the store has not: whoever waits for that waits for frames, too. */
  #unkept: Uint8Array | null = null;
  /** Up to where everybody was shown who got every frame. */
  #shown: Checkpoint;

  constructor(room: Room, readings: Readings) {
    const { clock, watch } = room.ports;
    this.#room = room;
    this.#readings = readings;
    this.#shown = this.#checkpoint();
    this.audience = new Audience({
      missed: (since) => this.#missed(since),
      onSkip: () => watch.skipped(),
      onSent: (bytes) => watch.sent?.(bytes),
      now: clock.now,
    });
    this.#tick = new Tick(
      clock,
      () => this.#window.ms * this.#strain.tick,
      () => this.flush({ hold: this.#mayHold }),
    );
    this.#shareTick = new Tick(
      clock,
      () => SHARE_MS * this.#strain.tick,
      () => this.#share(),
    );
  }

  /** The windows of a room of this size. */
  get #window(): ReturnType<typeof windowFor> {
    return windowFor(this.#room.size, this.audience.anyEnveloped);
  }

  /** By how much they widen just now. */
  get #strain(): Windows {
    return this.#room.ports.strain?.windows ?? windowsAt(0);
  }

  /** Whether frames may be held: in a class students look at their own tiles. What other machines are to hear waits for nothing. */
  get #mayHold(): boolean {
    return this.#room.record.kind === 'class' && !this.#room.ports.elsewhere;
  }

  /** How what is drawn here is to be read. */
  get pace(): ReadAs {
    const { pace, slowestPace } = this.#window;
    const { reader } = this.#strain;
    return { paceMs: pace * reader, slowestMs: slowestPace * reader };
  }

  /** Says that something changed: it is shown and stored with the next frame. */
  touch(): void {
    this.#tick.touch();
  }

  /** Says that somebody waits for ink to be stored: where others are on other machines, it goes there first. */
  touchStored(): void {
    this.#tick.touch();
    if (this.#room.roster.elsewhere > 0) this.#shareTick.touch();
  }

  /** Notes where somebody's pointer is: the latest place goes with the next frame. */
  point(pointer: Pointer): void {
    this.#pointers.set(pointer.author, pointer);
    this.#tick.touch();
  }

  /** Forgets the pointer of somebody who left. */
  unpoint(author: number): void {
    this.#pointers.delete(author);
  }

  /** Sends and stores at once; the next window begins here. */
  now(): void {
    this.#tick.begin();
    this.flush();
  }

  /** Sends and stores what the canvas has learned, without waiting for the window; to everybody unless frames may be held. */
  flush(how?: { readonly hold: boolean }): void {
    if (this.#room.gone) return;
    this.send(this.#room.canvas.commit(), how);
    this.#readJoined();
  }

  /** Stores what the canvas has learned, and so tells other machines, ahead of the next frame here. */
  #share(): void {
    if (this.#room.gone) return;
    const update = this.#room.canvas.commit()?.update ?? null;
    if (update) this.#unshown = together(this.#unshown, update);
    this.#room.keeper.keep(update);
    this.#readJoined();
  }

  #readJoined(): void {
    for (const joined of this.#room.canvas.takeJoined()) this.#room.heardInk(joined);
  }

  /** Sends one frame to everybody and stores what the document learned. */
  send(learned: Learned | null, { hold = false } = {}): void {
    const room = this.#room;
    const began = performance.now();
    const update = learned?.update ?? null;
    const unshown = together(this.#unshown, update);
    this.#unshown = null;
    const canvas = together(unshown, room.canvas.takeHeard());
    const readings = this.#readings.takeChanges();
    const pointers = [...this.#pointers.values()];
    this.#pointers.clear();
    // A clear has already changed the epoch: who misses this very frame goes on before it, in the old one.
    const before = this.#shown;
    const written = canvas === update ? (learned?.written ?? null) : null;
    this.audience.send({ ...(canvas && { canvas }), readings, pointers }, () => before, {
      written,
      hold,
    });
    this.#shown = this.#checkpoint();
    this.#unkept = together(this.#unkept, update);
    if (!hold || !this.audience.isHolding) this.#keep();
    room.news.tell();
    if (this.audience.anyBehind) this.#tick.touch();
    else this.#readings.forgetGone();
    room.ports.watch.frame(performance.now() - began);
  }

  #keep(): void {
    const unkept = this.#unkept;
    this.#unkept = null;
    this.#room.keeper.keep(unkept);
  }

  #checkpoint(): Checkpoint {
    const { canvas, record } = this.#room;
    const vector = Y.encodeStateVector(canvas.doc);
    return { epoch: record.epoch, vector, taken: this.#readings.taken };
  }

  #missed(since: Checkpoint) {
    const { canvas, record } = this.#room;
    if (since.epoch !== record.epoch) return null;
    return { canvas: canvas.encode(since.vector), readings: this.#readings.since(since.taken) };
  }

  /** Forgets a frame that was due. */
  stop(): void {
    this.#tick.stop();
    this.#shareTick.stop();
  }
}

/** Two updates as one. */
function together(a: Uint8Array | null, b: Uint8Array | null): Uint8Array | null {
  return a && b ? Y.mergeUpdates([a, b]) : (a ?? b);
}
