import { isGone, type ReadingChange, type StrokeId } from '@inkling/shared/reading';
import { realClock, Tick } from '../room/tick.ts';
import { BadImage, ReaderBusy } from './faults.ts';
import type { Inside } from './inside.ts';
import { PULSE, type RoomInk, type Said, type ThreadStart, type Told } from './messages.ts';
import { packInk, packLines, type ReaderInk, unpackReadings } from './pack.ts';
import type { Prediction } from './prediction.ts';
import { type ReaderThread, startThread } from './start-thread.ts';

export { BadImage, ReaderBusy } from './faults.ts';
export type { Inside } from './inside.ts';
export type { ReaderInk } from './pack.ts';
export type { Prediction } from './prediction.ts';

/** What a reader needs. */
export interface ReaderOptions {
  readonly modelPath: string;
  /** Takes what changed in a room's readings, on the main thread. */
  readonly onReadings: (room: string, changes: ReadingChange[]) => void;
  /** All the ink of a room, asked for after the thread was restarted. */
  readonly replay: (room: string) => Iterable<ReaderInk>;
  readonly onFault: (error: Error) => void;
  /** How long after a thread died the next one is started, in milliseconds (50); doubles while threads keep dying. */
  readonly restartMs?: number;
  /** A thread that has work and does not move for this long is ended, in milliseconds (5,000). */
  readonly hangMs?: number;
  readonly start?: (start: ThreadStart) => ReaderThread;
}

/** How some ink is to be read. */
export interface ReadAs {
  /** It was drawn long ago: the final head reads it at once. */
  readonly settled?: boolean;
  /** Milliseconds between two readings of one glyph at least, while its pen is down. */
  readonly paceMs?: number;
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

type State =
  | { readonly at: 'starting' | 'ready'; readonly thread: ReaderThread }
  | { readonly at: 'down'; readonly timer: NodeJS.Timeout }
  | { readonly at: 'stopped' };

const STOP_MS = 2000;
const RESTART_MS = 50;
const SLOWEST_RESTART_MS = 5000;
const HANG_MS = 5000;
/** So many looks at the thread go by before it is said to hang. */
const LOOKS = 4;
const CALM_MS = 60_000;
/** Ink of all rooms within so many milliseconds is one message to the thread: each wakes it up. */
const GATHER_MS = 10;

/** The main thread's side of reading: owns one thread, hands it ink, hears readings, and starts it again when it fails. */
export class Reader {
  readonly #options: ReaderOptions;
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
  #state: State = { at: 'stopped' };
  #pulse = newPulse();
  #told = 0;
  #ids = 0;
  #names = 0;
  #life = 0;
  #restartMs: number;
  #startedAt = 0;
  #watch: NodeJS.Timeout | null = null;
  #lastBeat = { beat: 0, looks: 0 };
  #opened: { resolve: () => void; reject: (error: Error) => void } | null = null;

  private constructor(options: ReaderOptions) {
    this.#options = options;
    this.#restartMs = options.restartMs ?? RESTART_MS;
  }

  /** Starts a reader; resolves when the network is loaded and warm, rejects when it cannot be. */
  static async start(options: ReaderOptions): Promise<Reader> {
    const reader = new Reader(options);
    await new Promise<void>((resolve, reject) => {
      reader.#opened = { resolve, reject };
      reader.#startThread();
    });
    const every = (options.hangMs ?? HANG_MS) / LOOKS;
    reader.#watch = setInterval(() => reader.#look(), every);
    reader.#watch.unref();
    return reader;
  }

  /** Whether the network is loaded and reading. */
  get ready(): boolean {
    return this.#state.at === 'ready';
  }

  /** New points of a room; repeats change nothing. */
  ink(room: string, ink: readonly ReaderInk[], { settled = false, paceMs = 0 }: ReadAs = {}): void {
    if (!this.#rooms.has(room)) this.#know(room);
    if (ink.length === 0) return;
    const before = this.#gathered.get(room);
    if (before && before.settled !== settled) this.#tellInk();
    const gathered = this.#gathered.get(room);
    if (gathered) gathered.ink.push(...ink);
    else this.#gathered.set(room, { ink: [...ink], settled, paceMs });
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
    for (const [room, { ink, settled, paceMs }] of this.#gathered) {
      const { name } = this.#rooms.get(room) as KnownRoom;
      rooms.push({ room: name, ink: packInk(ink, settled), paceMs });
    }
    this.#gathered.clear();
    const buffers = rooms.map(({ ink }) => ink.buffer as ArrayBuffer);
    this.#send({ do: 'ink', rooms }, buffers);
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
    const pulse = (slot: number) => this.#pulse[slot] as number;
    return {
      queue: pulse(PULSE.queue),
      batch: pulse(PULSE.batch),
      inferenceMs: pulse(PULSE.micros) / 1000,
      read: pulse(PULSE.read),
      restarts: this.#life - 1,
      pending: this.#pending.size,
    };
  }

  /** Ends the thread; nothing more is said. */
  async stop(): Promise<void> {
    const state = this.#state;
    this.#state = { at: 'stopped' };
    this.#gathering.stop();
    if (this.#watch) clearInterval(this.#watch);
    this.#refuseAll();
    if (state.at === 'down') clearTimeout(state.timer);
    if (state.at === 'starting' || state.at === 'ready') await endThread(state.thread);
  }

  /** Tells the thread something, after the ink that came before it. */
  #tell(told: Told, transfer: ArrayBuffer[] = []): boolean {
    this.#tellInk();
    return this.#send(told, transfer);
  }

  #send(told: Told, transfer: ArrayBuffer[]): boolean {
    const state = this.#state;
    // While there is no thread nothing is lost: the next one is told the whole of every room.
    if (state.at !== 'starting' && state.at !== 'ready') return false;
    this.#told++;
    state.thread.postMessage(told, transfer);
    return true;
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

  #startThread(): void {
    this.#pulse = newPulse();
    this.#told = 0;
    this.#startedAt = performance.now();
    this.#lastBeat = { beat: 0, looks: 0 };
    const thread = (this.#options.start ?? startThread)({
      modelPath: this.#options.modelPath,
      life: this.#life++,
      pulse: this.#pulse,
    });
    this.#state = { at: 'starting', thread };
    // It is told the whole of every room.
    this.#gathered.clear();
    thread.on('message', (said) => {
      if (this.#isCurrent(thread)) this.#hear(said);
    });
    thread.on('error', (error) => this.#failed(thread, error));
    thread.on('exit', (code) =>
      this.#failed(thread, new Error(`the reader thread ended (${code})`)),
    );
    for (const [room, { name, glyphs }] of this.#rooms) {
      if (glyphs.size > 0) this.#tell({ do: 'known', room: name, glyphs: [...glyphs] });
      this.ink(room, [...this.#options.replay(room)], { settled: true });
    }
  }

  #isCurrent(thread: ReaderThread): boolean {
    return 'thread' in this.#state && this.#state.thread === thread;
  }

  #hear(said: Said): void {
    if (said.say === 'ready') this.#becomeReady();
    else if (said.say === 'broken') this.#broken(new Error(said.message));
    else if (said.say === 'readings') this.#hearReadings(said);
    else this.#settle(said);
  }

  #becomeReady(): void {
    if (this.#state.at === 'starting') this.#state = { at: 'ready', thread: this.#state.thread };
    this.#opened?.resolve();
    this.#opened = null;
  }

  #broken(error: Error): void {
    if (this.#state.at === 'starting') this.#failed(this.#state.thread, error);
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

  /** A thread died, or was found hanging: refuses what waits, and starts another one soon. */
  #failed(thread: ReaderThread, error: Error): void {
    if (!this.#isCurrent(thread)) return;
    void thread.terminate();
    this.#refuseAll();
    if (this.#opened) {
      this.#state = { at: 'stopped' };
      this.#opened.reject(error);
      this.#opened = null;
      return;
    }
    this.#options.onFault(error);
    const calm = performance.now() - this.#startedAt > CALM_MS;
    const wait = calm ? (this.#options.restartMs ?? RESTART_MS) : this.#restartMs;
    this.#restartMs = Math.min(2 * wait, SLOWEST_RESTART_MS);
    this.#state = { at: 'down', timer: setTimeout(() => this.#startThread(), wait) };
  }

  /** Ends a thread that has work and does not move. */
  #look(): void {
    const state = this.#state;
    if (state.at !== 'ready') return;
    const beat = this.#pulse[PULSE.beat] as number;
    const idle = this.#pulse[PULSE.heard] === (this.#told | 0) && this.#pulse[PULSE.queue] === 0;
    if (idle || beat !== this.#lastBeat.beat) this.#lastBeat = { beat, looks: 0 };
    // Not by the clock: when this thread stood still itself, or the machine slept, that one is not to blame.
    else if (++this.#lastBeat.looks > LOOKS) {
      this.#failed(state.thread, new Error('the reader thread hung'));
    }
  }
}

function newPulse(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(PULSE.length * Int32Array.BYTES_PER_ELEMENT));
}

/** Lets a thread end itself, and ends it if it does not. */
function endThread(thread: ReaderThread): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => void thread.terminate(), STOP_MS);
    thread.on('exit', () => {
      clearTimeout(impatient);
      resolve();
    });
    thread.postMessage({ do: 'stop' }, []);
  });
}
