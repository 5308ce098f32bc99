import type { Clock } from '../room/tick.ts';
import type { Bus, BusListener, Counter, Log, LogHead, NewRoom } from './bus.ts';
import { BusDown, HERE_MS } from './bus.ts';
import { RedisLine, type Reply } from './redis-line.ts';
import { KEYS, type ScriptName } from './redis-scripts.ts';

/** It is remembered this long that a room ended, so that nobody who was away makes it anew. */
const ENDED_MS = 24 * 60 * 60 * 1000;
/** Every room there is, by when it ends. */
const ROOMS = 'inkling:rooms';

const EVENT = 'e'.charCodeAt(0);
const WHISPER = 'w'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);

export interface RedisBusOptions {
  readonly url: string;
  readonly machine: string;
  readonly clock: Clock;
  onFault(error: unknown): void;
}

/**
 * The bus over Redis or Valkey: a stream per room, and a channel that carries each event at once. The stream is the
 * truth; the channel is only quick, and a place that is missing is read from the stream.
 */
export class RedisBus implements Bus {
  readonly machine: string;
  readonly #line: RedisLine;
  readonly #clock: Clock;

  private constructor({ url, machine, clock, onFault }: RedisBusOptions) {
    this.machine = machine;
    this.#clock = clock;
    this.#line = new RedisLine(url, clock, onFault);
  }

  /** Connects; rejects when Redis cannot be reached. */
  static async open(options: RedisBusOptions): Promise<RedisBus> {
    const bus = new RedisBus(options);
    await bus.#line.start();
    return bus;
  }

  get up(): boolean {
    return this.#line.up;
  }

  #run(name: ScriptName, code: string, ...args: (string | number | Uint8Array)[]): Promise<Reply> {
    return this.#line.script(
      name,
      KEYS.map((key) => `inkling:{${code}}:${key}`),
      args.map((arg) => (arg instanceof Uint8Array ? bufferOf(arg) : String(arg))),
    );
  }

  async create(code: string, { snapshot, ends, author, writer }: NewRoom): Promise<boolean> {
    const made = (await this.#run('create', code, snapshot, ends, author, writer)) === 1;
    if (made) await this.#line.command(['ZADD', ROOMS, String(ends), code]);
    return made;
  }

  async publish(code: string, mark: number, bytes: Uint8Array): Promise<number | null> {
    const at = await this.#run('publish', code, this.machine, mark, bytes, channelOf(code));
    return (at as number) || null;
  }

  async read(code: string, after: number): Promise<Log | null | 'ended'> {
    const reply = await this.#run('read', code, after, HERE_MS);
    if (!Array.isArray(reply)) return reply === 1 ? 'ended' : null;
    const [last, at, bytes, entries, here] = reply as [number, number, Buffer, Entry[], Buffer[]];
    return {
      last,
      snapshot: bytes.length > 0 ? { at, bytes: bytesOf(bytes) } : null,
      events: entries.map(([id, [, event]]) => [Number.parseInt(String(id), 10), bytesOf(event)]),
      here: here.map(bytesOf),
    };
  }

  follow(code: string, listener: BusListener): Promise<void> {
    return this.#line.subscribe(channelOf(code), (message) => hear(message, listener));
  }

  unfollow(code: string): Promise<void> {
    return this.#line.unsubscribe(channelOf(code));
  }

  whisper(code: string, bytes: Uint8Array): void {
    const message = Buffer.concat([Buffer.from('w'), bytes]);
    this.#line.command(['PUBLISH', channelOf(code), message]).catch(() => {});
  }

  async allot(code: string, counter: Counter): Promise<number> {
    const number = await this.#run('allot', code, counter, '');
    if (number === 0) throw new BusDown('the room is gone');
    return number as number;
  }

  async raise(code: string, counter: Counter, least: number): Promise<void> {
    await this.#run('allot', code, counter, least);
  }

  async beat(code: string, here: Uint8Array | null): Promise<LogHead | null> {
    const reply = await this.#run('beat', code, this.machine, here ?? '', channelOf(code));
    if (!Array.isArray(reply)) return null;
    const [last, snapshotAt] = reply as [number, number];
    return { last, snapshotAt };
  }

  async lease(code: string, ms: number): Promise<boolean> {
    return (await this.#run('lease', code, this.machine, ms)) === 1;
  }

  async snapshot(code: string, at: number, bytes: Uint8Array): Promise<boolean> {
    return (await this.#run('snapshot', code, this.machine, at, bytes)) === 1;
  }

  async end(code: string): Promise<void> {
    await this.#run('end', code, ENDED_MS, channelOf(code));
    await this.#line.command(['ZREM', ROOMS, code]);
  }

  async count(): Promise<number> {
    await this.#line.command(['ZREMRANGEBYSCORE', ROOMS, '-inf', String(this.#clock.now())]);
    return (await this.#line.command(['ZCARD', ROOMS])) as number;
  }

  async probe(): Promise<void> {
    await this.#line.command(['PING']);
  }

  onUp(callback: () => void): void {
    this.#line.onUp(callback);
  }

  close(): Promise<void> {
    return this.#line.stop();
  }
}

type Entry = [id: Buffer, fields: [name: Buffer, event: Buffer]];

const channelOf = (code: string) => `inkling:{${code}}`;

const bufferOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes of their own: Redis's replies share one buffer with much else. */
const bytesOf = (buffer: Buffer) => new Uint8Array(buffer);

function hear(message: Buffer, listener: BusListener): void {
  if (message[0] === WHISPER) listener.whisper(bytesOf(message.subarray(1)));
  else if (message[0] === EVENT) {
    const colon = message.indexOf(COLON);
    const at = Number(message.toString('latin1', 1, colon));
    listener.event(at, bytesOf(message.subarray(colon + 1)));
  } else listener.ended();
}
