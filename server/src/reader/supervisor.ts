import { PULSE, type Said, type ThreadStart, type Told } from './messages.ts';
import { type ReaderThread, startThread } from './start-thread.ts';

/** What a supervisor needs to know of its threads. */
export interface SupervisorOptions {
  readonly modelPath: string;
  readonly onFault: (error: Error) => void;
  /** How long after a thread died the next one is started, in milliseconds (50); doubles while threads keep dying. */
  readonly restartMs?: number;
  /** A thread that has work and does not move for this long is ended, in milliseconds (5,000). */
  readonly hangMs?: number;
  readonly start?: (start: ThreadStart) => ReaderThread;
}

/** Who speaks with the thread. */
export interface Partner {
  /** There is a new thread, which knows nothing: it is to be told the whole. */
  begin(): void;
  hear(said: Exclude<Said, { readonly say: 'ready' | 'broken' }>): void;
  /** The thread is gone: what it was asked is not answered any more. */
  lost(): void;
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
/** A thread that is starting has six times as long. */
const STARTING_LOOKS = 6 * LOOKS;
const CALM_MS = 60_000;

/** The life of the reader thread: starts it, watches whether it moves, and starts another when it dies or hangs. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #partner: Partner;
  #state: State = { at: 'stopped' };
  #pulse = newPulse();
  #told = 0;
  #life = 0;
  #restartMs: number;
  #startedAt = 0;
  #watch: NodeJS.Timeout | null = null;
  #lastBeat = { beat: 0, looks: 0 };
  #opened: { resolve: () => void; reject: (error: Error) => void } | null = null;

  constructor(options: SupervisorOptions, partner: Partner) {
    this.#options = options;
    this.#partner = partner;
    this.#restartMs = options.restartMs ?? RESTART_MS;
  }

  /** Starts the first thread; resolves when it is ready, rejects when it cannot be. */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#opened = { resolve, reject };
      this.#startThread();
    });
    const every = (this.#options.hangMs ?? HANG_MS) / LOOKS;
    this.#watch = setInterval(() => this.#look(), every);
    this.#watch.unref();
  }

  /** Whether the thread has the network loaded and reads. */
  get ready(): boolean {
    return this.#state.at === 'ready';
  }

  /** How many threads died. */
  get restarts(): number {
    return this.#life - 1;
  }

  /** One of the numbers that both threads see. */
  pulse(slot: Exclude<keyof typeof PULSE, 'length'>): number {
    return this.#pulse[PULSE[slot]] as number;
  }

  /** Tells the thread something; false when there is none, and nothing is lost: the next one is told the whole. */
  send(told: Told, transfer: ArrayBuffer[]): boolean {
    const state = this.#state;
    if (state.at !== 'starting' && state.at !== 'ready') return false;
    this.#told++;
    state.thread.postMessage(told, transfer);
    return true;
  }

  /** Ends the thread; there is no other. */
  async stop(): Promise<void> {
    const state = this.#state;
    this.#state = { at: 'stopped' };
    if (this.#watch) clearInterval(this.#watch);
    if (state.at === 'down') clearTimeout(state.timer);
    if (state.at === 'starting' || state.at === 'ready') await endThread(state.thread);
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
    thread.on('message', (said) => {
      if (this.#isCurrent(thread)) this.#hear(said);
    });
    thread.on('error', (error) => this.#failed(thread, error));
    thread.on('exit', (code) =>
      this.#failed(thread, new Error(`the reader thread ended (${code})`)),
    );
    this.#partner.begin();
  }

  #isCurrent(thread: ReaderThread): boolean {
    return 'thread' in this.#state && this.#state.thread === thread;
  }

  #hear(said: Said): void {
    if (said.say === 'ready') this.#becomeReady();
    else if (said.say === 'broken') this.#broken(new Error(said.message));
    else this.#partner.hear(said);
  }

  #becomeReady(): void {
    if (this.#state.at === 'starting') this.#state = { at: 'ready', thread: this.#state.thread };
    this.#lastBeat = { beat: 0, looks: 0 };
    this.#opened?.resolve();
    this.#opened = null;
  }

  #broken(error: Error): void {
    if (this.#state.at === 'starting') this.#failed(this.#state.thread, error);
  }

  /** A thread died, or was found hanging: another one is started soon. */
  #failed(thread: ReaderThread, error: Error): void {
    if (!this.#isCurrent(thread)) return;
    void thread.terminate();
    this.#partner.lost();
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

  /** Ends a thread that has work and does not move, or does not come to it. */
  #look(): void {
    const state = this.#state;
    if (state.at === 'starting' && ++this.#lastBeat.looks > STARTING_LOOKS) {
      this.#failed(state.thread, new Error('the reader thread did not start'));
    }
    if (state.at !== 'ready') return;
    const beat = this.pulse('beat');
    const idle = this.pulse('heard') === (this.#told | 0) && this.pulse('queue') === 0;
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
