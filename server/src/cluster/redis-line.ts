import { createHash } from 'node:crypto';
import { createClient, RESP_TYPES } from 'redis';
import type { Clock } from '../room/tick.ts';
import { BusDown } from './bus.ts';
import { SCRIPTS, type ScriptName } from './redis-scripts.ts';

/** A reply: Redis's strings as bytes. */
export type Reply = number | null | Buffer | readonly Reply[];

/** A command that is not answered for this long means that the line is dead, whatever TCP thinks. */
const SILENCE_MS = 2000;
const LOOK_MS = 500;
const RETRY_MS = [50, 100, 200, 400, 800];

const shaOf = (script: string) => createHash('sha1').update(script).digest('hex');
const SHAS = Object.fromEntries(
  Object.entries(SCRIPTS).map(([name, script]) => [name, shaOf(script)]),
) as Record<ScriptName, string>;

function makeClient(url: string) {
  const socket = { reconnectStrategy: false, connectTimeout: SILENCE_MS } as const;
  return createClient({ url, socket, disableOfflineQueue: true, maintNotifications: 'disabled' });
}

type Client = ReturnType<typeof makeClient>;

/**
 * One connection to Redis for commands and channels both, so that what is heard and what is answered come in one order.
 * Nothing is queued while it is down: whoever asks is told at once, and heals when it is up.
 */
export class RedisLine {
  #client: Client | null = null;
  #up = false;
  #stopped = false;
  #failures = 0;
  #asked = 0;
  #heardAt = 0;
  readonly #channels = new Map<string, (message: Buffer) => void>();
  readonly #whenUp: (() => void)[] = [];

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
    private readonly onFault: (error: unknown) => void,
  ) {}

  get up(): boolean {
    return this.#up;
  }

  onUp(callback: () => void): void {
    this.#whenUp.push(callback);
  }

  /** Connects for the first time; rejects when that cannot be done. */
  async start(): Promise<void> {
    await this.#connect();
    this.#look();
  }

  async #connect(): Promise<void> {
    const client = makeClient(this.url);
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new BusDown('Redis closed the line')));
    this.#client = client;
    this.#asked = 0;
    try {
      await client.connect();
      for (const script of Object.values(SCRIPTS)) await client.scriptLoad(script);
      for (const [channel, hear] of this.#channels) await client.subscribe(channel, hear, true);
    } catch (error) {
      this.#drop(client);
      throw error;
    }
    if (this.#client !== client) throw new BusDown('the line was lost at once');
    this.#up = true;
    this.#failures = 0;
    this.#heardAt = this.clock.now();
    for (const callback of this.#whenUp) callback();
  }

  #drop(client: Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#up = false;
    if (client.isOpen) client.destroy();
  }

  #lost(client: Client, error: unknown): void {
    if (this.#client !== client) return;
    const wasUp = this.#up;
    this.#drop(client);
    // A line that never was up is tried again by whoever tried it.
    if (!wasUp || this.#stopped) return;
    this.onFault(error);
    this.#retry();
  }

  #retry(): void {
    const wait = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)] as number;
    this.clock.after(wait, () => {
      if (!this.#stopped) this.#connect().catch(() => this.#retry());
    });
  }

  /** Gives up a line that has gone silent. */
  #look(): void {
    this.clock.after(LOOK_MS, () => {
      if (this.#stopped) return;
      const silent = this.#asked > 0 && this.clock.now() - this.#heardAt > SILENCE_MS;
      if (silent && this.#client && this.#up) this.#lost(this.#client, new BusDown('no answer'));
      this.#look();
    });
  }

  /** Runs a script. */
  script(name: ScriptName, keys: readonly string[], args: readonly (string | Buffer)[]) {
    const rest = [String(keys.length), ...keys, ...args];
    return this.command(['EVALSHA', SHAS[name], ...rest]).catch((error: unknown) => {
      if (!String(error).includes('NOSCRIPT')) throw error;
      return this.command(['EVAL', SCRIPTS[name], ...rest]);
    });
  }

  async command(args: readonly (string | Buffer)[]): Promise<Reply> {
    const client = this.#client;
    if (!client || !this.#up) throw new BusDown('Redis cannot be reached');
    if (this.#asked++ === 0) this.#heardAt = this.clock.now();
    try {
      const typeMapping = { [RESP_TYPES.BLOB_STRING]: Buffer };
      return (await client.sendCommand([...args], { typeMapping })) as Reply;
    } catch (error) {
      // What Redis answers with an error is told as it is; the rest is the line's fault.
      if (this.#client === client && client.isReady) throw error;
      throw new BusDown(String(error));
    } finally {
      if (this.#client === client) {
        this.#asked--;
        this.#heardAt = this.clock.now();
      }
    }
  }

  async subscribe(channel: string, hear: (message: Buffer) => void): Promise<void> {
    this.#channels.set(channel, hear);
    if (!this.#client || !this.#up) throw new BusDown('Redis cannot be reached');
    await this.#client.subscribe(channel, hear, true);
  }

  async unsubscribe(channel: string): Promise<void> {
    this.#channels.delete(channel);
    if (this.#up) await this.#client?.unsubscribe(channel).catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const client = this.#client;
    if (!client) return;
    if (client.isReady) await client.close().catch(() => {});
    this.#drop(client);
  }
}
