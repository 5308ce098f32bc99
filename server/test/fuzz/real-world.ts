import { isDeepStrictEqual } from 'node:util';
import { inkOf, type Stroke } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import { TestClient } from '../harness.ts';
import { ServerProcess } from '../server-process.ts';
import { type Command, chooseCommand, commandNamed, type Scene, SPARING } from './commands.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { Random } from './random.ts';
import { RealLine } from './real-line.ts';
import { SimClient } from './sim-client.ts';
import type { Plan, Report } from './world.ts';

/** The clock of the commands runs this many times faster than ours; no pause is longer than that many ms. */
const HASTE = 8;
const LONGEST_MS = 1000;
const SETTLE_MS = 60_000;
/** An act may reach the room so long after it was asked for: its line was cut, and noticed late. */
const LATE_MS = 3000;
/** From this share of the story on nobody takes everything away: what is drawn then has to be there in the end. */
const SPARED_FROM = 1 / 2;
/** Of the deaths and restarts that chance brings, this share happens: each is a second of a processor's time, and three are sure. */
const MORTAL = 1 / 6;
/** So many strokes a command are looked for in the end at least: a story that looks for none shows nothing. */
const SOUGHT = 1 / 60;

/** Limits wide enough that only the rules refuse. */
const ROOMY = {
  LOG_LEVEL: 'info',
  MESSAGES_A_SECOND: '100000',
  MESSAGES_BURST: '1000000',
  INK_POINTS_A_SECOND: '1000000',
  JOINS_BURST: '100000',
  ACTS_A_SECOND: '100000',
  ACTS_BURST: '100000',
};

/**
 * The story of `World` with real parts: a server in a process of its own that is killed and restarted over its folder, and six
 * people on real Socket.IO, three by WebSocket and three by polling, each behind a proxy that delays, stalls and cuts.
 */
export class RealWorld implements Scene {
  readonly random: Random;
  readonly script: string[] = [];
  readonly truth = new Map<string, number[]>();
  /** A real disk does not fail on command. */
  readonly store = { failing: false };
  readonly clients: SimClient[];
  readonly #proxies: CuttingProxy[];
  readonly #owners = new Map<number, SimClient>();
  readonly #server = new ServerProcess(ROOMY);
  /** Points that were acknowledged, by stroke, and when a stroke was first sent. */
  readonly #acked = new Map<string, number>();
  readonly #born = new Map<string, number>();
  /** Strokes that somebody may have taken away. */
  readonly #touched = new Set<string>();
  /** Since when, by author, everything may have been taken away; 0 stands for everybody. */
  readonly #swept = new Map<number, number>();
  readonly #dues: (readonly [name: string, from: number])[] = [
    ['kill -9', 1 / 3],
    ['restart', 2 / 3],
    ['kill -9', 5 / 6],
  ];
  #code: string | undefined;
  #key: string | undefined;
  #failure: string | null = null;
  #over = false;
  crashes = 0;
  /** Acknowledged strokes that nobody took away, and that were looked for in the end. */
  sought = 0;

  constructor(readonly plan: Plan) {
    this.random = new Random(plan.seed);
    // What bytes do is not part of the story: it would make the story depend on how they are cut up.
    this.#proxies = Array.from(
      { length: plan.clients },
      (_, i) => new CuttingProxy(() => this.#server.port, new Random(plan.seed * 100 + i)),
    );
    const world = {
      connect: (client: SimClient) => {
        const proxy = this.#proxies[client.index] as CuttingProxy;
        return new RealLine(proxy, client.index % 2 === 0 ? 'websocket' : 'polling', client);
      },
      later: (ms: number, call: () => void) => {
        setTimeout(() => !this.#over && call(), ms / HASTE);
      },
      acknowledged: (...[author, stroke, points]: [number, number, number]) => {
        const key = strokeKey(author, stroke);
        this.#acked.set(key, Math.max(this.#acked.get(key) ?? 0, points));
      },
      fail: (what: string) => this.fail(what),
      asked: (client: SimClient, event: string, said: unknown) => this.#asked(client, event, said),
    };
    this.clients = Array.from({ length: plan.clients }, (_, index) => {
      const key = () => (index === 0 ? this.#key : undefined);
      return new SimClient(index, world, () => this.#code, key);
    });
  }

  fail(what: string): void {
    this.#failure ??= what;
  }

  /** Notes what may be taken away by what somebody asks. */
  #asked(client: SimClient, event: string, said: unknown): void {
    const sweep = (author: number) => this.#swept.set(author, performance.now());
    if (event === 'ink') {
      for (const stroke of client.outbox.keys()) {
        const key = strokeKey(client.author, stroke);
        if (!this.#born.has(key)) this.#born.set(key, performance.now());
      }
    } else if (event === 'erase') {
      const { strokes } = said as { strokes: StrokeId[] };
      for (const id of strokes) this.#touched.add(strokeKey(...id));
    } else if (event === 'clear') sweep(client.index === 0 ? 0 : client.author);
    else if (event === 'host' && (said as { do: string }).do === 'remove') {
      sweep((said as { author: number }).author);
    }
  }

  own(client: SimClient): void {
    const owner = this.#owners.get(client.author) ?? client;
    this.#owners.set(client.author, client);
    if (owner !== client) this.fail(`two people are author ${client.author}`);
  }

  async turn(ms: number): Promise<void> {
    await pause(Math.min(LONGEST_MS, ms / HASTE));
  }

  async crash(): Promise<void> {
    this.crashes++;
    await this.#server.end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.#server.end('SIGTERM');
    await this.#server.start();
  }

  /** Runs the story to its end and compares what everybody has. */
  async run(): Promise<Report> {
    try {
      await this.#begin();
      const total = this.plan.clients * this.plan.commands;
      for (let i = 0; i < total && !this.#failure; i++) {
        if (i === Math.ceil(total * SPARED_FROM)) await pause(LATE_MS);
        const client = this.random.pick(this.clients);
        const command = this.#commandAt(i / total);
        this.script.push(`${i} client ${client.index}: ${command.name}`);
        await command.act(this, client);
        await this.turn(this.random.below(25));
      }
      if (!this.#failure) await this.#heal();
      if (!this.#failure) await this.#compare();
    } finally {
      this.#over = true;
      for (const client of this.clients) client.socket?.cut(0);
      for (const proxy of this.#proxies) await proxy.close();
      await this.#server.dispose();
    }
    const { script, crashes, sought } = this;
    const report = { seed: this.plan.seed, script, crashes, sought, strokes: this.#acked.size };
    return { ...report, failure: this.#failure };
  }

  /** Every story has two deaths and an orderly restart, and others by chance. */
  #commandAt(share: number): Command {
    const [next] = this.#dues;
    if (next && share >= next[1]) {
      this.#dues.shift();
      return commandNamed(next[0]);
    }
    const command = chooseCommand(this.random, share < SPARED_FROM ? undefined : SPARING);
    const ends = command.name === 'kill -9' || command.name === 'restart';
    return ends && !this.random.chance(MORTAL) ? this.#commandAt(share) : command;
  }

  async #begin(): Promise<void> {
    for (const proxy of this.#proxies) await proxy.listen();
    await this.#server.start();
    const made = await fetch(`${this.#server.url}/api/rooms`, { method: 'POST' });
    ({ code: this.#code, key: this.#key } = (await made.json()) as { code: string; key: string });
    for (const client of this.clients) client.connect();
    await this.#until('everybody joins', () => this.clients.every(({ live }) => live));
  }

  /** Looks again and again until something is so. */
  async #until(what: string, isSo: () => boolean, instead = () => ''): Promise<void> {
    const until = performance.now() + SETTLE_MS;
    while (!isSo() && !this.#failure) {
      if (performance.now() > until) this.fail(`it did not come to this: ${what}${instead()}`);
      await pause(40);
    }
  }

  async #heal(): Promise<void> {
    this.script.push('everything is well again');
    const [host] = this.clients;
    let tries = 0;
    await this.#until('all ink is acknowledged', () => {
      for (const client of this.clients) {
        client.socket?.unstall();
        if (!client.socket && !client.removed) client.connect();
        if (client.removed) host?.wish('host', { do: 'readmit', author: client.author });
        client.removed = false;
      }
      if (tries++ % 20 === 5) host?.wish('host', { do: 'freeze', on: false });
      for (const client of this.clients) {
        for (const own of client.outbox.values()) own.done = own.points.length > 0;
        client.flush();
      }
      return this.clients.every((c) => c.live && c.outbox.size + c.erasures.size === 0);
    });
  }

  async #compare(): Promise<void> {
    // Somebody new, straight at the server, sees what there is.
    const newcomer = new TestClient(this.#server.url);
    const key = this.#key;
    const joined = await newcomer.join({ room: this.#code as string, key: key as string });
    const truth = () => listed(newcomer.strokes.strokes());
    await this.#until('all canvases are equal', () =>
      this.clients.every((client) => isDeepStrictEqual(listed(client.strokes.strokes()), truth())),
    );
    await this.#until('all readings are equal', () =>
      this.clients.every((client) =>
        isDeepStrictEqual(versions(client.readings), versions(newcomer.readings)),
      ),
    );
    const read = () =>
      [...newcomer.readings.values()].flatMap(({ strokes }) =>
        strokes.map((id) => strokeKey(...id)),
      );
    await this.#until(
      'every stroke is part of one reading',
      () => isDeepStrictEqual(read().sort(), [...truth().keys()].sort()),
      () => ` ${told(read(), truth())}`,
    );
    if (this.#server.log.includes('the reader failed')) this.fail('the reader thread died');
    for (const [id, { points }] of truth()) {
      const drawn = this.truth.get(id) ?? [];
      const same = isDeepStrictEqual(drawn.slice(0, points.length), points);
      if (!same && !id.startsWith(`${joined.you.author}.`))
        this.fail(`${id} is not as it was drawn`);
    }
    for (const [id, points] of this.#acked) {
      if (this.#touched.has(id) || this.#wasSwept(id)) continue;
      this.sought++;
      const kept = (newcomer.strokes.get(id)?.points.length ?? 0) / POINT_STRIDE;
      if (kept < points)
        this.fail(`${id} was acknowledged with ${points} points, and ${kept} are kept`);
    }
    const least = Math.floor(this.plan.clients * this.plan.commands * SOUGHT);
    if (this.sought < least) this.fail(`only ${this.sought} of ${least} strokes were looked for`);
    const entries = inkOf(newcomer.doc).toArray();
    for (const [id, { done }] of truth()) {
      const own = entries.filter(([author, stroke]) => strokeKey(author, stroke) === id).length;
      if (done && own !== 1) this.fail(`${id} takes ${own} entries`);
    }
    newcomer.leave();
  }

  #wasSwept(id: string): boolean {
    const author = Number(id.split('.')[0]);
    const swept = Math.max(this.#swept.get(author) ?? 0, this.#swept.get(0) ?? 0);
    return (this.#born.get(id) ?? 0) < swept + LATE_MS;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function listed(strokes: Iterable<Stroke>): Map<string, Stroke> {
  return new Map([...strokes].map((s) => [strokeKey(s.author, s.stroke), s]));
}

/** What is wrong with the readings of a canvas, for whoever looks for the reason. */
function told(read: readonly string[], strokes: ReadonlyMap<string, Stroke>): string {
  const unread = [...strokes].filter(([id]) => !read.includes(id));
  const strange = read.filter((id) => !strokes.has(id));
  const twice = read.filter((id, i) => read.indexOf(id) !== i);
  const unreadAs = unread.map(([id, { done, points }]) => [id, done, points.length]);
  return JSON.stringify({ unread: unreadAs, strange, twice });
}

function versions(readings: ReadonlyMap<string, { readonly version: number }>): string[] {
  return [...readings].map(([glyph, { version }]) => `${glyph} ${version}`).sort();
}
