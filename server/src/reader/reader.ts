import { isGone, type ReadingChange, type StrokeId } from '@inkling/shared/reading';
import { realClock, Tick } from '../room/tick.ts';
import { BadImage, ReaderBusy } from './faults.ts';
import type { Inside } from './inside.ts';
import type { RoomInk, Said, Told } from './messages.ts';
import { packInk, packLines, type ReaderInk, unpackReadings } from './pack.ts';
import type { Prediction } from './prediction.ts';
import { type Partner, Supervisor, type SupervisorOptions } from './supervisor.ts';

export { BadImage, ReaderBusy } from './faults.ts';
export type { Inside } from './inside.ts';
export type { ReaderInk } from './pack.ts';
export type { Prediction } from './prediction.ts';

/** What a reader needs. */
export interface ReaderOptions extends SupervisorOptions {
  /** Takes what changed in a room's readings, on the main thread. */
  readonly onReadings: (room: string, changes: ReadingChange[]) => void;
  /** All the ink of a room, asked for after the thread was restarted. */
  readonly replay: (room: string) => Iterable<ReaderInk>;
}

/** How some ink is to be read. */
export interface ReadAs {
  /** It was drawn long ago: the final head reads it at once. */
  readonly settled?: boolean;
  /** Milliseconds between two readings of one glyph at least, while its pen is down. */
  readonly paceMs?: number;
  /** To what that may grow while there is much to read; left out, it does not. */
  readonly slowestMs?: number;
}

/** How the reader is doing. */
export interface ReaderStats {
  /** Glyphs that wait to be read. */
  readonly queue: number;
  /** Rasters in the last run of the network. */
  readonly batch: number;
  /** How long that run took, in milliseconds. */
  readonly inferenceMs: number;
  /** Rasters read since the thread was started. */
  readonly read: number;
  readonly restarts: number;
  /** Predictions that wait for an answer. */
  readonly pending: number;
}

/** A room that the thread was told of. */
interface KnownRoom {
  readonly code: string;
  /** What the thread calls it: another name each time it is made, so that nothing said of one that was forgotten is taken for it. */
  readonly name: string;
  /** The glyphs last spoken of. */
  readonly glyphs: Set<string>;
}

interface Gathered extends Required<ReadAs> {
  readonly ink: ReaderInk[];
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Ink of all rooms within so many milliseconds is one message to the thread: each wakes it up. */
const GATHER_MS = 10;

/** The main thread's side of reading: hands the reader thread ink, hears readings, and tells another one all when it fails. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #thread: Supervisor;
  /** Every room there is, and by what the thread calls it. */
  readonly #rooms = new Map<string, KnownRoom>();
  readonly #named = new Map<string, KnownRoom>();
  readonly #pending = new Map<number, Pending>();
  readonly #gathering = new Tick(
    realClock,
    () => GATHER_MS,
    () => this.#tellInk(),
  );
  /** New ink, room by room, that the thread has not been told of. */
  readonly #gathered = new Map<string, Gathered>();
  #ids = 0;
  #names = 0;

  private constructor(options: ReaderOptions) {
    this.#options = options;
    this.#thread = new Supervisor(options, {
      begin: () => this.#begin(),
      hear: (said) => this.#hear(said),
      lost: () => this.#refuseAll(),
    });
  }

  /** Starts a reader; resolves when the network is loaded and warm, rejects when it cannot be. */
  static async start(options: ReaderOptions): Promise<Reader> {
    const reader = new Reader(options);
    await reader.#thread.open();
    return reader;
  }

  /** Whether the network is loaded and reading. */
  get ready(): boolean {
    return this.#thread.ready;
  }

  /** New points of a room; repeats change nothing. */
  ink(room: string, ink: readonly ReaderInk[], as: ReadAs = {}): void {
    const { settled = false, paceMs = 0, slowestMs = paceMs } = as;
    if (!this.#rooms.has(room)) this.#know(room);
    if (ink.length === 0) return;
    const before = this.#gathered.get(room);
    if (before && before.settled !== settled) this.#tellInk();
    const gathered = this.#gathered.get(room);
    if (gathered) gathered.ink.push(...ink);
    else this.#gathered.set(room, { ink: [...ink], settled, paceMs, slowestMs });
    this.#gathering.touch();
  }

  #know(code: string): void {
    const known = { code, name: `${code} ${++this.#names}`, glyphs: new Set<string>() };
    this.#rooms.set(code, known);
    this.#named.set(known.name, known);
  }

  #tellInk(): void {
    if (this.#gathered.size === 0) return;
    const rooms: RoomInk[] = [];
    for (const [room, { ink, settled, paceMs, slowestMs }] of this.#gathered) {
      const { name } = this.#rooms.get(room) as KnownRoom;
      rooms.push({ room: name, ink: packInk(ink, settled), paceMs, slowestMs });
    }
    this.#gathered.clear();
    const buffers = rooms.map(({ ink }) => ink.buffer as ArrayBuffer);
    this.#thread.send({ do: 'ink', rooms }, buffers);
  }

  /** Strokes of a room that are no more. */
  erase(room: string, strokes: readonly StrokeId[]): void {
    const known = this.#rooms.get(room);
    if (known && strokes.length > 0) this.#tell({ do: 'erase', room: known.name, strokes });
  }

  /** The room was unloaded, or its canvas replaced: nothing more is said of it. */
  forget(room: string): void {
    const known = this.#rooms.get(room);
    if (!known) return;
    this.#tell({ do: 'forget', room: known.name });
    this.#rooms.delete(room);
    this.#named.delete(known.name);
  }

  /** Reads a drawing, each stroke a flat x0, y0, x1, y1, … in any unit; rejects with `ReaderBusy`. */
  predictStrokes(strokes: readonly (readonly number[])[]): Promise<Prediction> {
    const lines = packLines(strokes);
    return this.#ask((id) => [{ do: 'strokes', id, lines }, [lines.buffer as ArrayBuffer]]);
  }

  /** Reads a PNG, JPEG or WebP; rejects with `BadImage` when it is none or too large, with `ReaderBusy` otherwise. */
  predictImage(bytes: Uint8Array): Promise<Prediction> {
    return this.#ask((id) => [{ do: 'image', id, bytes }, []]);
  }

  /** What the network makes of a glyph at moments of its making: eleven probabilities (× 255) for each. */
  past(strokes: readonly (readonly number[])[], counts: readonly number[]): Promise<Uint8Array> {
    const lines = packLines(strokes);
    return this.#ask((id) => [{ do: 'past', id, past: { lines, counts } }, []]);
  }

  /** What goes on inside the network while it looks at a glyph; null when there is no such glyph. */
  inside(room: string, glyph: string): Promise<Inside | null> {
    const known = this.#rooms.get(room);
    if (!known) return Promise.resolve(null);
    return this.#ask((id) => [{ do: 'inside', id, room: known.name, glyph }, []]);
  }

  /** How the reader is doing. */
  stats(): ReaderStats {
    return {
      queue: this.#thread.pulse('queue'),
      batch: this.#thread.pulse('batch'),
      inferenceMs: this.#thread.pulse('micros') / 1000,
      read: this.#thread.pulse('read'),
      restarts: this.#thread.restarts,
      pending: this.#pending.size,
    };
  }

  /** Ends the thread; nothing more is said. */
  async stop(): Promise<void> {
    this.#gathering.stop();
    this.#refuseAll();
    await this.#thread.stop();
  }

  /** Tells the thread something, after the ink that came before it. */
  #tell(told: Told, transfer: ArrayBuffer[] = []): boolean {
    this.#tellInk();
    return this.#thread.send(told, transfer);
  }

  #ask<Answer>(message: (id: number) => [Told, ArrayBuffer[]]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const id = ++this.#ids;
      this.#pending.set(id, { resolve, reject });
      if (this.#tell(...message(id))) return;
      this.#pending.delete(id);
      reject(new ReaderBusy());
    });
  }

  /** A thread that knows nothing is told the whole of every room. */
  #begin(): void {
    this.#gathered.clear();
    for (const [room, { name, glyphs }] of this.#rooms) {
      if (glyphs.size > 0) this.#tell({ do: 'known', room: name, glyphs: [...glyphs] });
      this.ink(room, [...this.#options.replay(room)], { settled: true });
    }
  }

  #hear(said: Parameters<Partner['hear']>[0]): void {
    if (said.say === 'readings') this.#hearReadings(said);
    else this.#settle(said);
  }

  #hearReadings({ rooms, readings }: Said & { say: 'readings' }): void {
    for (const [i, changes] of unpackReadings(readings)) {
      const known = this.#named.get(rooms[i] as string);
      // The room was forgotten while this was on its way.
      if (!known) continue;
      for (const change of changes) {
        if (isGone(change)) known.glyphs.delete(change.glyph);
        else known.glyphs.add(change.glyph);
      }
      this.#options.onReadings(known.code, changes);
    }
  }

  #settle(said: Said & { readonly id: number }): void {
    const pending = this.#pending.get(said.id);
    if (!pending) return;
    this.#pending.delete(said.id);
    if (said.say === 'prediction') pending.resolve(said.prediction as never);
    else if (said.say === 'past') pending.resolve(said.probabilities as never);
    else if (said.say === 'inside') pending.resolve(said.inside as never);
    else if (said.say === 'refused') {
      const { refusal, message } = said;
      pending.reject(refusal === 'image' ? new BadImage(message) : new ReaderBusy());
    }
  }

  #refuseAll(): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new ReaderBusy());
  }
}
