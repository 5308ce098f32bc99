import { isDeepStrictEqual } from 'node:util';
import { inkOf, type StrokeFold } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { strokeKey } from '@inkling/shared/reading';
import type { Room } from '../../src/room/room.ts';
import { HandClock } from '../hand-clock.ts';
import { chooseCommand, type Scene } from './commands.ts';
import { MemoryStore } from './memory-store.ts';
import { Random } from './random.ts';
import { Reference } from './reference.ts';
import { SimClient } from './sim-client.ts';
import { SimServer } from './sim-server.ts';
import type { ClientLine } from './sim-socket.ts';

/** What a run does. */
export interface Plan {
  readonly seed: number;
  readonly clients: number;
  /** Commands of each client. */
  readonly commands: number;
  /** Whether the store fails now and then; what was lost with a crash then is only held to what was acknowledged. */
  readonly storeFaults?: boolean;
}

/** What a run was. */
export interface Report {
  readonly seed: number;
  readonly script: readonly string[];
  /** Why it failed; null when it did not. */
  readonly failure: string | null;
  readonly strokes: number;
  readonly crashes: number;
  /** Acknowledged strokes that were looked for in the end, one by one, where a world does so. */
  readonly sought?: number;
}

/** A room, its people, their lines, a server that dies and comes back, and a clock turned by hand: one seed, one story. */
export class World implements Scene {
  readonly clock = new HandClock();
  readonly random: Random;
  readonly store: MemoryStore;
  readonly clients: SimClient[];
  readonly script: string[] = [];
  /** Every point that each person ever drew, by stroke, as they drew it. */
  readonly truth = new Map<string, number[]>();
  readonly #owners = new Map<number, SimClient>();
  #code: string | undefined;
  #key: string | undefined;
  #reference = new Reference();
  #durable = new Reference();
  #server: SimServer | null;
  #failure: string | null = null;
  crashes = 0;

  constructor(readonly plan: Plan) {
    this.random = new Random(plan.seed);
    this.store = new MemoryStore(this.clock, this.random);
    this.store.onWrite = () => {
      const then = this.#reference.copy();
      return () => {
        this.#durable = then;
      };
    };
    this.#server = this.#start();
    const world = {
      connect: (client: SimClient): ClientLine | null => this.#server?.connect(client) ?? null,
      later: (ms: number, call: () => void) => void this.clock.after(ms, call),
      acknowledged: (...[author, stroke, points]: [number, number, number]) =>
        this.#acknowledged(strokeKey(author, stroke), points),
      fail: (what: string) => this.fail(what),
    };
    this.clients = Array.from({ length: plan.clients }, (_, index) => {
      const key = () => (index === 0 ? this.#key : undefined);
      return new SimClient(index, world, () => this.#code, key);
    });
  }

  fail(what: string): void {
    this.#failure ??= what;
  }

  #start(): SimServer {
    const { clock, random, store } = this;
    const onError = (error: unknown) =>
      this.plan.storeFaults || this.fail(`the server failed: ${(error as Error).stack}`);
    return new SimServer({ clock, random, store, onError }, this.#reference);
  }

  get room(): Room | undefined {
    return this.#code === undefined ? undefined : this.#server?.rooms.peek(this.#code);
  }

  #acknowledged(key: string, points: number): void {
    const kept = this.#durable.strokes.get(key)?.points.length ?? 0;
    if (
      kept < points * POINT_STRIDE &&
      !this.#durable.everErased.has(key) &&
      !this.plan.storeFaults
    ) {
      this.fail(
        `${key} was acknowledged with ${points} points, and ${kept / POINT_STRIDE} are kept`,
      );
    }
  }

  /** Lets so much time pass, and everything happen that is due. */
  async turn(ms: number): Promise<void> {
    for (let left = ms; left >= 0; left -= 50) {
      this.clock.turn(Math.min(left, 50));
      await settle();
    }
  }

  crash(): void {
    if (!this.#server) return;
    this.crashes++;
    this.#server.crash();
    this.#server = null;
    this.#reference = this.#durable.copy();
  }

  async restart(): Promise<void> {
    if (this.#server) {
      let stopped = false;
      const stopping = this.#server.stop().then(() => {
        stopped = true;
      });
      while (!stopped) await this.turn(20);
      await stopping;
      if (
        !this.plan.storeFaults &&
        !isDeepStrictEqual(this.#reference.strokes, this.#durable.strokes)
      ) {
        this.fail('an orderly stop left something unstored');
      }
      this.store.crash();
      this.#reference = this.#durable.copy();
    }
    this.#server = this.#start();
  }

  /** Runs the story to its end and compares what everybody has. */
  async run(): Promise<Report> {
    await this.#begin();
    const total = this.plan.clients * this.plan.commands;
    for (let i = 0; i < total && !this.#failure; i++) {
      const client = this.random.pick(this.clients);
      const command = chooseCommand(this.random);
      this.script.push(`${i} client ${client.index}: ${command.name}`);
      await command.act(this, client);
      await this.turn(this.random.below(25));
    }
    if (!this.#failure) await this.#heal();
    if (!this.#failure) this.#compare();
    const { seed } = this.plan;
    const { script, crashes } = this;
    const strokes = this.#reference.strokes.size;
    return { seed, script, failure: this.#failure, strokes, crashes };
  }

  async #begin(): Promise<void> {
    const making = this.#server?.rooms.make('board');
    await this.turn(100);
    const made = await making;
    if (!made || 'reason' in made) throw new Error('no room was made');
    ({ code: this.#code, key: this.#key } = made);
    for (const client of this.clients) client.connect();
    await this.turn(500);
  }

  /** Everything is well again: in a while everybody has everything. */
  async #heal(): Promise<void> {
    this.script.push('everything is well again');
    this.store.failing = false;
    if (!this.#server) await this.restart();
    const [host] = this.clients;
    for (let tries = 0; tries < 400 && !this.#failure; tries++) {
      for (const client of this.clients) {
        client.socket?.unstall();
        if (!client.socket && !client.removed) client.connect();
        if (client.removed) host?.wish('host', { do: 'readmit', author: client.author });
        client.removed = false;
      }
      if (tries === 5) host?.wish('host', { do: 'freeze', on: false });
      for (const client of this.clients) {
        for (const own of client.outbox.values()) own.done = own.points.length > 0;
        client.flush();
      }
      await this.turn(300);
      const settled = this.clients.every((c) => c.live && c.outbox.size + c.erasures.size === 0);
      if (settled && tries > 10) return this.turn(60_000);
    }
    this.fail('it did not settle');
  }

  #compare(): void {
    const { room } = this;
    if (!room) {
      this.fail('the room is closed');
      return;
    }
    const held = new Map(room.canvas.strokes().map((s) => [strokeKey(s.author, s.stroke), s]));
    const brief = (
      s: Iterable<{ author: number; stroke: number; surface: number; points: readonly number[] }>,
    ) =>
      [...s]
        .map((x) => `${x.author}.${x.stroke}@${x.surface}:${x.points.join()}`)
        .sort()
        .join('\n');
    const expected = brief(this.#reference.strokes.values());
    if (!this.plan.storeFaults && brief(held.values()) !== expected) {
      this.fail(`the room is not what it should be\n${diff(expected, brief(held.values()))}`);
    }
    for (const [key, stroke] of held) {
      const drawn = this.truth.get(key) ?? [];
      if (!isDeepStrictEqual(drawn.slice(0, stroke.points.length), stroke.points)) {
        this.fail(`${key} is not as it was drawn`);
      }
    }
    const entries = inkOf(room.canvas.doc).toArray();
    for (const [key, { author, stroke, done }] of held) {
      const own = entries.filter((entry) => entry[0] === author && entry[1] === stroke).length;
      if (done && own !== 1) this.fail(`${key} takes ${own} entries`);
    }
    const all = JSON.stringify([...held.entries()].sort());
    for (const client of this.clients) this.#compareClient(client, room, all);
  }

  #compareClient(client: SimClient, room: Room, all: string): void {
    const mine = JSON.stringify(listOf(client.strokes).sort());
    if (mine !== all) this.fail(`client ${client.index} sees another canvas`);
    const glyphs = [...client.readings.values()].map((r) => `${r.glyph} ${r.version}`).sort();
    const read = [...room.readings()].map((r) => `${r.glyph} ${r.version}`).sort();
    if (!isDeepStrictEqual(glyphs, read)) this.fail(`client ${client.index} has other readings`);
  }

  /** Notes who is who: a number belongs to one person for ever. */
  own(client: SimClient): void {
    const owner = this.#owners.get(client.author) ?? client;
    this.#owners.set(client.author, client);
    if (owner !== client) this.fail(`two people are author ${client.author}`);
  }
}

function listOf(fold: StrokeFold): [string, unknown][] {
  return [...fold.strokes()].map((s) => [strokeKey(s.author, s.stroke), s]);
}

function diff(expected: string, actual: string): string {
  const [a, b] = [expected.split('\n'), actual.split('\n')];
  const short = (list: string[], sign: string) =>
    list.map((line) => `${sign} ${line.slice(0, 120)}`);
  const missing = a.filter((line) => !b.includes(line));
  const surplus = b.filter((line) => !a.includes(line));
  return [...short(missing, '-'), ...short(surplus, '+')].slice(0, 20).join('\n');
}

/** Lets every promise that can go on do so. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
