import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** When a phone sends its unanswered request for a connection again, in ms after the first: Linux's and Android's rhythm. */
const ASKED_AGAIN_MS = [1000, 3000, 7000, 15_000, 31_000];

interface Passage {
  readonly near: Socket;
  far: Socket | null;
  readonly asked: number;
}

/** A wireless network between some people and a server. While it is off nothing passes, and nobody is told. */
export class Wifi {
  readonly #server: Server;
  readonly #passages = new Set<Passage>();
  #off = false;

  private constructor(private readonly target: URL) {
    this.#server = createServer((near) => this.#take(near));
  }

  static async start(url: string): Promise<Wifi> {
    const wifi = new Wifi(new URL(url));
    wifi.#server.listen(0, '127.0.0.1');
    await once(wifi.#server, 'listening');
    return wifi;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #take(near: Socket): void {
    const passage: Passage = { near, far: null, asked: performance.now() };
    this.#passages.add(passage);
    near.on('error', () => {});
    near.on('close', () => {
      this.#passages.delete(passage);
      // Who hung up while the network was off could not tell anybody.
      if (!this.#off) passage.far?.destroy();
    });
    if (!this.#off) this.#open(passage);
  }

  #open(passage: Passage): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    passage.far = far;
    far.on('error', () => {});
    far.on('close', () => {
      if (!this.#off) passage.near.destroy();
    });
    passage.near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => passage.near.write(bytes));
    passage.near.resume();
  }

  /** The network is gone: no byte and no goodbye passes. */
  off(): void {
    this.#off = true;
    for (const { near, far } of this.#passages) {
      near.pause();
      far?.pause();
    }
  }

  /** The network is back. A connection that the server has given up is dead; one that was being asked for is asked for again. */
  on(): void {
    this.#off = false;
    const now = performance.now();
    for (const passage of this.#passages) {
      const { near, far, asked } = passage;
      if (far?.destroyed) near.destroy();
      else if (far) {
        near.resume();
        far.resume();
      } else {
        const next = ASKED_AGAIN_MS.find((ms) => asked + ms > now) ?? 0;
        setTimeout(() => !near.destroyed && this.#open(passage), asked + next - now);
      }
    }
  }

  stop(): void {
    for (const { near, far } of this.#passages) {
      near.destroy();
      far?.destroy();
    }
    this.#server.close();
  }
}
