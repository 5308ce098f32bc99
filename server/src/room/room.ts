import { onSurface } from '@inkling/shared/canvas';
import type { Pointer } from '@inkling/shared/frame';
import type {
  Canvas,
  Have,
  InkAnswer,
  Person,
  Reason,
  Refusal,
  Room as RoomView,
} from '@inkling/shared/protocol';
import { REASONS } from '@inkling/shared/protocol';
import type { Reading, ReadingChange, StrokeId } from '@inkling/shared/reading';
import * as Y from 'yjs';
import type { Peer } from '../peer/peer.ts';
import type { ReadAs, ReaderInk } from '../reader/reader.ts';
import type { RoomRecord, UndoRecord } from '../store/store.ts';
import type { Audience } from './audience.ts';
import { RoomCanvas } from './canvas.ts';
import { Frames } from './frames.ts';
import { isOwnSurface, type Pen } from './gate.ts';
import type { HeardInk } from './heard-ink.ts';
import { takeInk } from './intake.ts';
import { Keeper } from './keeper.ts';
import { noteMeetings } from './meetings.ts';
import { News } from './news.ts';
import { NumberSet } from './number-set.ts';
import { finishUnlessBack } from './open-strokes.ts';
import { Bucket } from './pace.ts';
import { Paces } from './paces.ts';
import type { RoomPorts } from './ports.ts';
import { Readings } from './readings.ts';
import { Roster } from './roster.ts';
import { Sync } from './sync.ts';

/** One room: people, a canvas and the readings of it, under one code. */
export class Room {
  readonly roster: Roster;
  readonly keeper: Keeper;
  readonly frames: Frames;
  readonly news: News;
  readonly paces: Paces;
  canvas: RoomCanvas;
  readonly #readings = new Readings();
  readonly #joins: Bucket;
  readonly #sync: Sync;
  #life: 'open' | 'gone' = 'open';

  constructor(
    readonly record: RoomRecord,
    readonly ports: RoomPorts,
    stored: { readonly updates: readonly Uint8Array[]; readonly undos: readonly UndoRecord[] },
  ) {
    const erased = record.erased.map(
      ([author, ranges]) => [author, new NumberSet(ranges)] as const,
    );
    const shared = ports.elsewhere !== undefined;
    const { updates } = stored;
    this.canvas = new RoomCanvas({ writer: record.writer, updates, erased, shared });
    this.roster = new Roster(record);
    this.paces = new Paces(ports.limits, ports.clock.now);
    const { joinRate, joinBurst } = ports.limits;
    this.#joins = new Bucket({ rate: joinRate, burst: joinBurst }, ports.clock.now);
    this.#sync = new Sync(this);
    this.keeper = new Keeper(this, stored.undos);
    this.frames = new Frames(this, this.#readings);
    this.news = new News(this);
    // On another machine a pen may still be down.
    if (!shared) this.canvas.finish(this.canvas.unfinished());
    ports.reader.ink(record.code, [...this.allInk()], { settled: true });
    this.frames.touch();
  }

  get code(): string {
    return this.record.code;
  }

  /** The connections to this machine. */
  get audience(): Audience {
    return this.frames.audience;
  }

  /** How many are told, whatever machine they are on. */
  get size(): number {
    return this.audience.size + this.roster.elsewhere;
  }

  /** Whether the room was let go: nothing is said or stored any more. */
  get gone(): boolean {
    return this.#life === 'gone';
  }

  /** What everybody knows of this room. */
  view(): RoomView {
    const { code, kind, frozen, closed, names, pointers, curtain, spotlight, task, ends } =
      this.record;
    return { code, kind, frozen, closed, names, pointers, curtain, spotlight, task, ends };
  }

  /** Whether one more newcomer may come in now; asking counts. */
  admits(): boolean {
    return this.#joins.take();
  }

  people(): Person[] {
    const authors = new Set(this.canvas.ids().map(([author]) => author));
    return this.roster.people((author) => authors.has(author));
  }

  /** The newest reading of every glyph. */
  readings(): Iterable<Reading> {
    return this.#readings.all();
  }

  /** Grows with every change of the readings. */
  get readingsRevision(): number {
    return this.#readings.revision;
  }

  /** All ink, as the reader wants it. */
  *allInk(): Generator<ReaderInk> {
    // With what waits for the next tick: nobody tells the reader of it again.
    this.canvas.write();
    for (const stroke of this.canvas.strokes()) yield { ...stroke, at: 0 };
  }

  /** The canvas and its readings: whole, or what somebody lacks. */
  sync(have?: Have): Canvas {
    return this.#sync.answer(have);
  }

  /** Judges chunks and puts what passes into the canvas; resolves once that is stored. */
  ink(pen: Pen, bytes: Uint8Array): Promise<InkAnswer> {
    return takeInk(this, pen, bytes);
  }

  /** Notes in the document whose ink this is: whoever only came and went leaves nothing there. */
  sign(author: number): void {
    const person = this.roster.get(author);
    if (person) this.canvas.sign(author, { name: person.name, color: person.color });
  }

  /** Hands ink to the reader. */
  toReader(ink: ReaderInk): void {
    this.#tellReader([], [ink], this.frames.pace);
  }

  /** Tells the reader what became of the ink, and everybody with the next frame. A room that is gone says nothing. */
  #tellReader(erased: readonly StrokeId[], added: readonly ReaderInk[], as: ReadAs): void {
    if (this.gone) return;
    if (erased.length > 0) this.ports.reader.erase(this.code, erased);
    if (added.length > 0) this.ports.reader.ink(this.code, added, as);
    this.frames.touch();
  }

  /** Takes what the reader made of this room's ink. */
  read(changes: readonly ReadingChange[]): void {
    this.#readings.update(changes);
    this.frames.touch();
  }

  /** Notes where somebody's pointer is; what lies off its surface, or on somebody else's, is left out. */
  point(pointer: Pointer): void {
    const { author, surface, x, y } = pointer;
    if (!this.record.pointers || !onSurface(surface, x, y)) return;
    if (!isOwnSurface(surface, author)) return;
    this.frames.point(pointer);
    this.ports.elsewhere?.point(this, pointer);
  }

  /** Resolves once all that the canvas has learned is stored: null, or why it could not be. */
  settled(): Promise<Refusal | null> {
    const saved = this.keeper.saved();
    this.frames.touchStored();
    return saved;
  }

  /** Says that people came, went or changed. */
  peopleChanged(): void {
    this.news.note('people');
    this.ports.elsewhere?.peopleChanged(this);
  }

  /** Says that the room keeps out somebody else than before. */
  removedChanged(): void {
    this.news.note('removed');
    this.peopleChanged();
  }

  /** Takes what another machine did to the canvas. */
  heardInk({ added, erased }: HeardInk): void {
    this.#tellReader(erased, added, this.frames.pace);
  }

  /** Says that another machine changed the room, or what people voted. */
  heardRoom(): void {
    this.news.note('room');
    this.news.note('votes');
  }

  /** Notes where the pointer of somebody on another machine is. */
  heardPointer(pointer: Pointer): void {
    if (this.record.pointers) this.frames.point(pointer);
  }

  /** Says that votes changed. */
  votesChanged(): void {
    this.news.note('votes');
    this.keeper.noteRecord();
  }

  /** Says that the room itself changed: everybody is told at once. */
  roomChanged(): void {
    this.news.note('room');
    this.keeper.noteRecord();
    this.frames.now();
  }

  /** Says that ink was taken from or put back on the canvas by other means than `ink`. */
  canvasChanged(erased: readonly StrokeId[], added: readonly ReaderInk[]): void {
    this.keeper.noteRecord();
    // It was drawn long ago: the final head reads it at once.
    this.#tellReader(erased, added, { settled: true });
  }

  /** Replaces the canvas by an empty one: a fresh document, so that tombstones never pile up. */
  freshCanvas(): void {
    const old = this.canvas;
    // What is still pending goes with it, in one write: a clear is stored whole or not at all.
    old.erase(old.ids());
    const farewell = old.commit();
    this.ports.reader.forget(this.code);
    this.#readings.clear();
    this.record.epoch++;
    this.canvas = new RoomCanvas({ writer: ++this.record.writer, erased: old.erased });
    const greeting = this.canvas.commit();
    const both = [farewell, greeting].flatMap((learned) => learned?.update ?? []);
    this.keeper.noteSnapshot();
    const update = both.length > 0 ? Y.mergeUpdates(both) : null;
    this.frames.send(update && { update, written: null });
    old.doc.destroy();
  }

  /** Sends and stores what the canvas has learned, without waiting for the window. */
  flush(): void {
    this.frames.flush();
  }

  /** Says goodbye to some peers, or to all. */
  dismiss(reason: Reason, whom: (peer: Peer) => boolean = () => true): void {
    const gone = [...this.audience].filter(whom);
    for (const peer of gone) peer.bye({ reason, message: REASONS[reason] });
    for (const peer of gone) this.leave(peer);
  }

  /** Stores all and lets go; when the store would not have it, the room stays as it is and the answer is false. */
  async close(): Promise<boolean> {
    this.flush();
    if (!(await this.keeper.close())) return false;
    this.letGo();
    return true;
  }

  /** Lets go of everything, stored or not. */
  letGo(): void {
    this.#life = 'gone';
    this.keeper.letGo();
    this.frames.stop();
    this.news.stop();
    this.ports.reader.forget(this.code);
    this.canvas.doc.destroy();
  }

  /** Lets a connection go, or be somebody else from now on: `next`. */
  leave(peer: Peer, next: number | null = null): void {
    if (!this.audience.delete(peer)) return;
    if (this.roster.depart(peer.author, peer.as)) {
      this.frames.unpoint(peer.author);
      finishUnlessBack(this, peer.author);
      noteMeetings(this, peer.author, next);
    }
    this.peopleChanged();
  }
}
