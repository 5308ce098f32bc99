import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** One machine's way to Redis, on a loopback port of its own, that can be cut or go silent for that machine alone. */
export class RedisWay {
  readonly #lines = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #state: 'open' | 'cut' | 'silent' = 'open';

  constructor(private readonly redis: { readonly url: string }) {}

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    this.#server = createServer((line) => this.#carry(line)).listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  #carry(line: Socket): void {
    if (this.#state === 'cut') {
      line.destroy();
      return;
    }
    const far = connect(Number(new URL(this.redis.url).port), '127.0.0.1');
    for (const [one, other] of [
      [line, far],
      [far, line],
    ] as const) {
      this.#lines.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#lines.delete(one);
        other.destroy();
      });
      // What was said on a silent line is lost with it, as where packets are dropped until somebody gives up.
      one.on('data', (bytes) => this.#state === 'open' && other.write(bytes));
    }
  }

  /** No connection, and none to be had. */
  cut(): void {
    this.#state = 'cut';
    this.#hangUp();
  }

  /** Lines stay up and carry nothing. */
  silence(): void {
    this.#state = 'silent';
  }

  /** As before; lines that were silent are gone. */
  mend(): void {
    if (this.#state === 'silent') this.#hangUp();
    this.#state = 'open';
  }

  #hangUp(): void {
    for (const line of this.#lines) line.destroy();
  }

  stop(): void {
    this.cut();
    this.#server?.close();
  }
}
