import { NOT_A_DIGIT, type ReadingChange, type StrokeId } from '@inkling/shared/reading';
import type { Glyph, Segmenter } from '@inkling/shared/segment';
import type { Trace } from '@inkling/shared/trace';
import { Answers } from './answers.ts';
import { type Answer, Batch } from './batch.ts';
import { DOT_ANSWER, GlyphReading, isDot } from './glyph-reading.ts';
import { Looks } from './looks.ts';
import type { RoomInk } from './messages.ts';
import { Mirror } from './mirror.ts';
import { unpackInk } from './pack.ts';
import type { Session } from './session.ts';

/** Versions of readings start this far apart in threads that follow one another. */
const LIFE = 1 << 20;

/** What a desk works with. */
export interface DeskParts {
  readonly session: Session;
  readonly now: () => number;
  /** By how much the paces of rooms are to widen just now. */
  readonly stretch?: () => number;
  /** Takes what changed, room by room. */
  readonly publish: (rooms: ReadonlyMap<string, readonly ReadingChange[]>) => void;
  /** Asks for a turn, because there is something to do that nobody told the thread. */
  readonly wake: () => void;
  readonly life: number;
}

interface Room {
  readonly name: string;
  readonly mirror: Mirror;
  /** Milliseconds between two looks at the room at least, and to what that may grow. */
  paceMs: number;
  slowestMs: number;
  /** Questions of its segmenters' to the network. */
  readonly asks: Errand[];
  /** Glyphs with a shape that was not read. */
  readonly due: Set<GlyphReading>;
  readonly glyphs: Map<string, GlyphReading>;
  /** The version of a new glyph's first reading: above those of all that are gone, because one of them may come back. */
  firstVersion: number;
  /** Glyphs that an earlier thread spoke of and that may be no more. */
  readonly inherited: Set<string>;
}

/** Something other than a glyph that waits to be read. */
type Errand = (batch: Batch) => void;

/** The probability of an answer's best digit. */
export function bestDigit({ final }: Answer): number {
  let best = 0;
  for (let i = 0; i < NOT_A_DIGIT; i++) best = Math.max(best, final[i] as number);
  return best;
}

/** Where ink becomes readings: mirrors the rooms, and turn by turn reads what changed, newest shape first and only. */
export class Desk {
  readonly #parts: DeskParts;
  readonly #rooms = new Map<string, Room>();
  readonly #looks: Looks<Room>;
  /** Rooms with something to be read, whose turn is next first. */
  readonly #inLine = new Set<Room>();
  readonly #waiting = new Set<GlyphReading>();
  readonly #errands: Errand[] = [];
  readonly #batch = new Batch();
  /** What the network said of sets of finished strokes, kept with the first of them. */
  readonly #answers = new Answers();
  #changes = new Map<string, ReadingChange[]>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#looks = new Looks(parts.now, parts.stretch);
  }

  /** Takes ink of a room in. */
  ink({ room: name, ink: packed, paceMs, slowestMs = paceMs }: RoomInk): void {
    const room = this.#room(name);
    room.paceMs = paceMs;
    room.slowestMs = slowestMs;
    const now = this.#parts.now();
    for (const ink of unpackInk(packed)) room.mirror.take(ink, now);
    if (room.mirror.unsettled.size > 0) this.#looks.changed(room);
  }

  /** Takes strokes of a room away. */
  erase(name: string, strokes: readonly StrokeId[]): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    room.mirror.erase(strokes);
    this.#looks.changed(room);
  }

  /** Forgets a room and everything in it; nothing more is said of it. */
  forget(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    this.#rooms.delete(name);
    this.#looks.forget(room);
    this.#inLine.delete(room);
    this.#changes.delete(name);
    for (const glyph of room.glyphs.values()) this.#waiting.delete(glyph);
  }

  /** Says which glyphs an earlier thread spoke of: those that are no more will be reported gone. */
  inherit(name: string, glyphs: readonly string[]): void {
    const room = this.#room(name);
    for (const glyph of glyphs) room.inherited.add(glyph);
    this.#looks.ask(room);
  }

  /** Reads strokes that belong to no room, as ink in progress. */
  readLines(lines: readonly ArrayLike<number>[]): Promise<Answer> {
    return this.#read((batch, take) => batch.addLines(lines, take));
  }

  /** Reads finished strokes that belong to no room. */
  readFinished(traces: readonly Trace[]): Promise<Answer> {
    return this.#read((batch, take) => batch.addFinished(traces, take));
  }

  /** Reads a picture that belongs to no room. */
  readRaster(raster: Uint8Array): Promise<Answer> {
    return this.#read((batch, take) => batch.addRaster(raster, take));
  }

  #read(add: (batch: Batch, take: (answer: Answer) => void) => void): Promise<Answer> {
    return new Promise((resolve) => {
      this.#errands.push((batch) => add(batch, resolve));
      this.#parts.wake();
    });
  }

  /** A glyph of a room as it is now. */
  glyph(name: string, glyph: string): Glyph | undefined {
    return this.#rooms.get(name)?.glyphs.get(glyph)?.glyph;
  }

  /** How much waits to be read. */
  get queue(): number {
    let count = this.#errands.length + this.#looks.due;
    for (const { asks, due } of this.#inLine) count += asks.length + due.size;
    return count;
  }

  /** One turn: settles what changed, reads at most one batch, says what is new. Returns when to come back; Infinity for when told. */
  async turn(): Promise<number> {
    this.#looks.wake();
    this.#settleAll();
    this.#fill();
    if (this.#batch.size > 0) {
      await this.#batch.run(this.#parts.session);
      // What the network said may have moved strokes to other glyphs, of which it spoke in the same run.
      this.#settleAll();
      for (const room of this.#inLine)
        for (const reading of room.due) this.#addKnown(room, reading);
    }
    const later = this.#speak();
    // Asked last: what the network said may have sent a slow room to rest.
    const rested = this.#looks.wake();
    return this.queue > 0 ? this.#parts.now() : Math.min(later, rested);
  }

  #room(name: string): Room {
    let room = this.#rooms.get(name);
    if (!room) {
      room = {
        name,
        mirror: new Mirror(),
        paceMs: 0,
        slowestMs: 0,
        asks: [],
        due: new Set(),
        glyphs: new Map(),
        firstVersion: this.#parts.life * LIFE + 1,
        inherited: new Set(),
      };
      this.#rooms.set(name, room);
    }
    return room;
  }

  /** Looks at every room that is due. */
  #settleAll(): void {
    this.#looks.take((room) => {
      for (const segmenter of room.mirror.unsettled) {
        room.mirror.unsettled.delete(segmenter);
        this.#settle(room, segmenter);
      }
      for (const id of room.inherited)
        if (!room.glyphs.has(id)) this.#change(room.name, { glyph: id, gone: true });
      room.inherited.clear();
    });
  }

  #settle(room: Room, segmenter: Segmenter): void {
    const { changed, gone, asks } = segmenter.settle();
    for (const traces of asks) this.#ask(room, segmenter, traces);
    for (const glyph of changed) {
      let reading = room.glyphs.get(glyph.id);
      if (!reading) {
        reading = new GlyphReading(room.name, glyph, room.firstVersion);
        room.glyphs.set(glyph.id, reading);
      }
      reading.glyph = glyph;
      room.due.add(reading);
      this.#inLine.add(room);
    }
    for (const id of gone) {
      const reading = room.glyphs.get(id);
      if (!reading) continue;
      room.glyphs.delete(id);
      room.firstVersion = Math.max(room.firstVersion, reading.nextVersion);
      room.due.delete(reading);
      this.#waiting.delete(reading);
      if (reading.spoken) this.#change(room.name, { glyph: id, gone: true });
    }
  }

  /** Puts a question of the segmenter's to the network. */
  #ask(room: Room, segmenter: Segmenter, traces: readonly Trace[]): void {
    const take = (answer: Answer) => {
      segmenter.tell(traces, bestDigit(answer), answer.final[NOT_A_DIGIT]);
      room.mirror.unsettled.add(segmenter);
      // Once it has said all: thinking over is worth more then, and costs as much each time.
      if (room.asks.length > 0) return;
      if (this.#rooms.get(room.name) === room) this.#looks.answered(room);
    };
    const known = this.#answers.get(traces);
    if (known) {
      take(known);
      return;
    }
    // It is read once, however many want to know.
    if (this.#answers.wait(traces, take)) return;
    this.#inLine.add(room);
    room.asks.push((batch) =>
      batch.addFinished(traces, (answer) => this.#answers.keep(traces, answer)),
    );
  }

  /** Fills the batch: what belongs to no room and room after room in turn, of each a question and a glyph at a time. */
  #fill(): void {
    while (!this.#batch.full) {
      const errand = this.#errands.shift();
      errand?.(this.#batch);
      const [room] = this.#inLine;
      if (room) this.#addNext(room);
      else if (!errand) return;
    }
  }

  /** Adds to the batch what is next in a room, which then waits for its next turn. */
  #addNext(room: Room): void {
    this.#inLine.delete(room);
    if (!this.#batch.full) room.asks.shift()?.(this.#batch);
    for (const reading of room.due) {
      if (this.#batch.full) break;
      if (this.#addKnown(room, reading)) continue;
      this.#addGlyph(room, reading);
      break;
    }
    if (room.asks.length + room.due.size > 0) this.#inLine.add(room);
  }

  #addGlyph(room: Room, reading: GlyphReading): void {
    room.due.delete(reading);
    const { glyph } = reading;
    const take = this.#taker(room, reading);
    const { traces } = glyph;
    if (!glyph.done) {
      this.#batch.addLines(
        traces.map(({ points }) => points),
        take,
      );
    } else if (!this.#answers.wait(traces, take)) {
      this.#batch.addFinished(traces, (answer) => this.#answers.keep(traces, answer));
    }
  }

  /** Gives a glyph its answer if the network need not be asked; says whether it did. */
  #addKnown(room: Room, reading: GlyphReading): boolean {
    const { glyph } = reading;
    const known = isDot(glyph) ? DOT_ANSWER : glyph.done && this.#answers.get(glyph.traces);
    if (!known) return false;
    room.due.delete(reading);
    this.#taker(room, reading)(known);
    return true;
  }

  /** Hands a glyph the answer for the shape it has now. */
  #taker(room: Room, reading: GlyphReading): (answer: Answer) => void {
    const { glyph } = reading;
    const liftedAt = room.mirror.liftedAt(glyph.traces);
    return (answer) => {
      // A set of strokes that somebody else had asked about waits its turn: the glyph may have another shape by then.
      if (reading.glyph !== glyph) return;
      reading.take(glyph, answer, liftedAt);
      if (room.glyphs.get(glyph.id) === reading) this.#waiting.add(reading);
    };
  }

  /** Says what is new; returns when a glyph that is waiting has settled. */
  #speak(): number {
    const now = this.#parts.now();
    let later = Infinity;
    for (const reading of this.#waiting) {
      const change = reading.speak(now);
      if (change) this.#change(reading.room, change);
      const settles = reading.settlesAt(now);
      if (settles > now && settles < Infinity) later = Math.min(later, settles);
      else this.#waiting.delete(reading);
    }
    if (this.#changes.size > 0) {
      this.#parts.publish(this.#changes);
      this.#changes = new Map();
    }
    return later;
  }

  #change(name: string, change: ReadingChange): void {
    const changes = this.#changes.get(name);
    if (changes) changes.push(change);
    else this.#changes.set(name, [change]);
  }
}
