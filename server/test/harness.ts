import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { followStrokes, StrokeFold } from '@inkling/shared/canvas';
import { decodeFrame, decodeReadings } from '@inkling/shared/frame';
import { type Chunk, encodeChunks } from '@inkling/shared/ink';
import { unpackInk } from '@inkling/shared/packed-ink';
import type { DownEvents, Joined, JoinRequest, Refusal, UpEvents } from '@inkling/shared/protocol';
import { isGone, type Reading, type ReadingChange } from '@inkling/shared/reading';
import * as decoding from 'lib0/decoding';
import { io, type ManagerOptions, type Socket } from 'socket.io-client';
import * as Y from 'yjs';
import { type Config, readConfig } from '../src/config.ts';
import { makeLog } from '../src/log.ts';
import { type Clock, realClock } from '../src/room/tick.ts';
import { type RunningServer, startServer } from '../src/server.ts';

const root = resolve(import.meta.dirname, '../..');

/** The network's weights; tests of the whole server need them. */
export const MODEL = resolve(root, process.env.INKLING_MODEL ?? 'model/digits.onnx');
export const HAS_MODEL = existsSync(MODEL);

/** A real server on a free port, with a data folder of its own, that can be restarted over it. */
export class TestServer {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'inkling-test-'));
  #running: RunningServer | null = null;

  constructor(
    private readonly env: Readonly<Record<string, string>> = {},
    private readonly clock: Clock = realClock,
  ) {}

  get running(): RunningServer {
    if (!this.#running) throw new Error('the server is not running');
    return this.#running;
  }

  get url(): string {
    return `http://127.0.0.1:${this.running.port}`;
  }

  async start(port = 0): Promise<this> {
    const config: Config = readConfig({
      INKLING_ROOT: root,
      DATA_DIR: this.dataDir,
      PORT: String(port),
      HOST: '127.0.0.1',
      MODEL_PATH: MODEL,
      ...this.env,
    });
    this.#running = await startServer(config, makeLog('silent'), this.clock);
    return this;
  }

  async restart(): Promise<void> {
    const { port } = this.running;
    await this.running.stop();
    await this.start(port);
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

type UpName = keyof UpEvents;
type Answer<E extends UpName> =
  Parameters<UpEvents[E]> extends [unknown, (a: infer A) => void] ? A : never;

/** A client written from the design page: it joins, draws, and follows canvas and readings. */
export class TestClient {
  readonly socket: Socket<DownEvents, UpEvents>;
  readonly doc = new Y.Doc();
  readonly strokes = new StrokeFold();
  readonly readings = new Map<string, Reading>();
  readonly heard: { readonly event: string; readonly said: unknown }[] = [];
  joined: Joined | null = null;
  frames = 0;
  /** Tags of the sections that came. */
  readonly tags = new Set<number>();
  #waiting: (() => void)[] = [];

  constructor(
    url: string,
    transports: ('websocket' | 'polling')[] = ['websocket'],
    given: Partial<ManagerOptions> = {},
  ) {
    // With cookies, as a browser has them: a balancer may know it by one.
    const settings = { reconnection: false, forceNew: true, withCredentials: true, ...given };
    this.socket = io(url, { transports, ...settings });
    followStrokes(this.doc, this.strokes, () => {});
    this.socket.on('frame', (bytes) => this.#frame(new Uint8Array(bytes)));
    this.socket.onAny((event: string, said: unknown) => {
      if (event !== 'frame') this.heard.push({ event, said });
      this.#wake();
    });
    this.socket.on('connect', () => this.#wake());
    this.socket.on('disconnect', () => this.#wake());
  }

  #frame(bytes: Uint8Array): void {
    this.frames++;
    const frame = decodeFrame(bytes);
    for (const tag of tagsOf(bytes)) this.tags.add(tag);
    const update = frame.ink ? unpackInk(frame.ink, this.doc, this.strokes) : frame.canvas;
    if (update === null) throw new Error('packed ink does not fit what came before');
    if (update) Y.applyUpdate(this.doc, update);
    this.#read(frame.readings ?? []);
  }

  #read(changes: readonly ReadingChange[]): void {
    for (const change of changes) {
      if (isGone(change)) this.readings.delete(change.glyph);
      else this.readings.set(change.glyph, change);
    }
  }

  #wake(): void {
    for (const look of this.#waiting.splice(0)) look();
  }

  /** Waits until something is so, looking again whenever the server says anything. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((look) => this.#waiting.push(look));
  }

  say<E extends Exclude<UpName, 'point'>>(
    event: E,
    said: Parameters<UpEvents[E]>[0],
  ): Promise<Answer<E>> {
    return this.raw(event, said) as Promise<Answer<E>>;
  }

  /** Says anything at all, as an attacker would. */
  raw(event: string, ...said: unknown[]): Promise<unknown> {
    return new Promise((resolve) =>
      this.socket.emit(event as 'join', ...(said as [never]), resolve),
    );
  }

  async join(request: Partial<JoinRequest> = {}): Promise<Joined> {
    const answer = await this.tryJoin(request);
    if (!answer.ok) throw new Error(`${answer.reason}: ${answer.message}`);
    return answer;
  }

  async tryJoin(request: Partial<JoinRequest> = {}): Promise<Joined | Refusal> {
    const answer = await this.say('join', { v: 1, ...request });
    if (answer.ok) {
      this.joined = answer;
      Y.applyUpdate(this.doc, new Uint8Array(answer.canvas));
      this.#read(decodeReadings(new Uint8Array(answer.readings)));
    }
    return answer;
  }

  draw(...chunks: Chunk[]) {
    return this.say('ink', encodeChunks(chunks));
  }

  leave(): void {
    this.socket.disconnect();
  }
}

/** The tags of a frame's sections. */
function tagsOf(bytes: Uint8Array): number[] {
  const decoder = decoding.createDecoder(bytes);
  const tags: number[] = [];
  while (decoding.hasContent(decoder)) {
    tags.push(decoding.readVarUint(decoder));
    decoding.readVarUint8Array(decoder);
  }
  return tags;
}

/** Ink for tests: a slanted line of so many points, from a place on the board. */
export function line(
  stroke: number,
  count: number,
  more: Partial<Chunk> & { x?: number } = {},
): Chunk {
  const { x = 500, at = 0, ...rest } = more;
  const points = Array.from({ length: count }, (_, i) => {
    const n = i + at;
    return [x + n * 3, 400 + n * 9, n * 16, 128];
  }).flat();
  return { stroke, at, done: true, pressure: false, surface: 0, points, ...rest };
}
