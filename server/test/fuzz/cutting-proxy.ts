import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from './random.ts';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Which line of its person a connection belongs to: every request says so in its address. */
const LINE = /[?&]line=(\d+)/;

/** A TCP proxy between one person and the server: delays, stalls and cuts what they say and hear. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** The line that may pass; what an older one still says is lost with it. */
  #line = -1;
  #stalled = false;

  constructor(
    private readonly target: () => number,
    private readonly random: Random,
    /** How long bytes may take, in ms. */
    private readonly slowest = 30,
  ) {
    this.#server = createServer((near) => this.#accept(near));
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  /** Lets a line pass, and no other. */
  open(line: number): void {
    this.#line = line;
    this.#stalled = false;
  }

  /** The near side goes at once; the server notices after so many ms. */
  cut(noticedAfter: number): void {
    this.#line = -1;
    for (const pair of this.#pairs) {
      this.#pairs.delete(pair);
      pair.near.destroy();
      pair.far.pause();
      this.#after(noticedAfter, () => pair.far.destroy());
    }
  }

  stall(): void {
    this.#stalled = true;
    for (const { far } of this.#pairs) far.pause();
  }

  unstall(): void {
    this.#stalled = false;
    for (const { far } of this.#pairs) far.resume();
  }

  async close(): Promise<void> {
    this.cut(0);
    await new Promise((done) => this.#server.close(done));
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #accept(near: Socket): void {
    near.on('error', () => near.destroy());
    near.once('data', (first: Buffer) => {
      if (Number(LINE.exec(first.toString('latin1'))?.[1] ?? -2) !== this.#line) {
        near.destroy();
        return;
      }
      const far = connect(this.target(), '127.0.0.1');
      const pair = { near, far };
      this.#pairs.add(pair);
      // What was said before the end is still on its way.
      const end = () => {
        this.#after(this.slowest + 5, () => {
          this.#pairs.delete(pair);
          near.destroy();
          far.destroy();
        });
      };
      far.on('error', end).on('close', end);
      near.on('close', end);
      if (this.#stalled) far.pause();
      this.#forward(near, far, first);
      this.#forward(far, near);
    });
  }

  /** Hands bytes on in their order, each piece a little late. */
  #forward(from: Socket, to: Socket, first?: Buffer): void {
    let last = 0;
    // Timers of different lengths may ring out of turn: whichever does, the oldest piece goes.
    const waiting: Buffer[] = [];
    const send = (bytes: Buffer) => {
      last = Math.max(last, performance.now() + this.random.below(this.slowest));
      waiting.push(bytes);
      this.#after(last - performance.now(), () => {
        const oldest = waiting.shift() as Buffer;
        if (!to.destroyed) to.write(oldest);
      });
    };
    if (first) send(first);
    from.on('data', send);
  }

  #after(ms: number, call: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      call();
    }, ms);
    this.#timers.add(timer);
  }
}
