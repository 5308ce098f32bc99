import { io, type Socket } from 'socket.io-client';
import type { CuttingProxy } from './cutting-proxy.ts';
import type { ClientLine, LineEnd, Question } from './sim-socket.ts';

let lines = 0;

/** A line of real Socket.IO, by one transport, through a proxy that cuts it. */
export class RealLine implements ClientLine {
  readonly #socket: Socket;
  #up = true;

  constructor(
    private readonly proxy: CuttingProxy,
    transport: 'websocket' | 'polling',
    private readonly end: LineEnd,
  ) {
    const line = ++lines;
    proxy.open(line);
    this.#socket = io(proxy.url, {
      transports: [transport],
      query: { line },
      reconnection: false,
      forceNew: true,
      timeout: 5000,
    });
    this.#socket.on('connect_error', () => this.#down());
    this.#socket.on('disconnect', () => this.#down());
    this.#socket.onAny((event: string, said: unknown) => {
      this.#take(event, () => this.end.hear(event, said));
    });
  }

  ask({ event, said, answer }: Question): void {
    this.#socket.emit(event, said, (value: unknown) => {
      this.#take(`the answer to ${event}`, () => answer(value));
    });
  }

  #take(what: string, take: () => void): void {
    if (!this.#up) return;
    try {
      take();
    } catch (error) {
      this.end.baffled(what, error);
    }
  }

  cut(noticedAfter: number): void {
    this.#up = false;
    this.proxy.cut(noticedAfter);
    this.#socket.disconnect();
  }

  stall(): void {
    this.proxy.stall();
  }

  unstall(): void {
    this.proxy.unstall();
  }

  #down(): void {
    if (!this.#up) return;
    this.cut(0);
    this.end.down();
  }
}
