import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reason } from '@inkling/shared/protocol';
import { makeApp } from './app.ts';
import { Cluster } from './cluster/cluster.ts';
import { BadSetting, type Config } from './config.ts';
import { Lookup } from './http/lookup.ts';
import type { Log } from './log.ts';
import { Memory, processMeter } from './memory.ts';
import { Metrics } from './metrics.ts';
import { attachSocketIo } from './peer/socketio.ts';
import { attachYWebsocket } from './peer/ywebsocket.ts';
import { Reader } from './reader/reader.ts';
import type { RoomPorts } from './room/ports.ts';
import { Roles } from './room/roles.ts';
import { Rooms } from './room/rooms.ts';
import { type Clock, realClock } from './room/tick.ts';
import { findSecret } from './secret.ts';
import { LmdbStore } from './store/lmdb-store.ts';
import type { Store } from './store/store.ts';
import { takeFolder } from './store/take-folder.ts';
import { Strain } from './strain.ts';

/** A whole Inkling that is running. */
export interface RunningServer {
  readonly port: number;
  readonly rooms: Rooms;
  readonly metrics: Metrics;
  /** Says goodbye, stores everything, and resolves when nothing is left to do. */
  stop(): Promise<void>;
}

/** Connections that take their time are looked for at least this often. */
const LOOK_EVERY_MS = 2000;

/** How long a request may take to be said: slow-loris finds no patience here. */
function timesOf({ times: { headersMs, requestMs } }: Config) {
  const connectionsCheckingInterval = Math.min(LOOK_EVERY_MS, headersMs / 4);
  return { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval };
}

/** Says which setting is wrong when a file that must be there is not. */
function checkFiles({ modelPath }: Config): void {
  if (existsSync(modelPath)) return;
  throw new BadSetting(`MODEL_PATH names ${modelPath}, and there is no such file.`);
}

/** Starts everything that `config` describes; resolves when people can come. */
export async function startServer(
  config: Config,
  log: Log,
  clock: Clock = realClock,
): Promise<RunningServer> {
  checkFiles(config);
  const cluster = await joinCluster(config, log, clock);
  const store: Store =
    cluster ??
    new LmdbStore(config.dataDir, (problem) => {
      log.error(problem, 'a stored record could not be read and was set aside');
    });
  const letFolderGo = cluster ? () => {} : await takeFolder(config.dataDir);
  const strain = new Strain(clock);
  const memory = new Memory(clock, processMeter(config.memoryBytes));
  const roles = new Roles(findSecret(config.dataDir, config.secret));
  let storeFault: string | null = null;
  const metrics: Metrics = new Metrics({
    rooms: () => rooms.openCount,
    unsaved: () => rooms.unsaved,
    strain: () => strain.step,
    memory: () => memory.share,
    ready: async () => (await notReady()).length === 0,
    people: () => [...rooms].reduce((sum, room) => sum + room.roster.present, 0),
    reader: () => reader.stats(),
  });
  const { modelPath } = config;
  const reader = await Reader.start({
    modelPath,
    onReadings: (code, changes) => rooms.read(code, changes),
    replay: (code) => rooms.peek(code)?.allInk() ?? [],
    onFault(error) {
      metrics.readerFault();
      log.error({ error }, 'the reader failed and is started again');
    },
  }).catch((error: unknown) => {
    throw new BadSetting(`The reader did not start with MODEL_PATH, ${modelPath}: ${error}`);
  });
  const ports: RoomPorts = {
    store,
    reader,
    clock,
    limits: config.limits,
    watch: metrics,
    strain,
    memory,
    ...(cluster && { elsewhere: cluster }),
    onStoreFault(error) {
      storeFault = String(error);
      metrics.storeFault();
      log.error({ error }, 'the store could not be written');
    },
  };
  const rooms = new Rooms(ports, {
    ttlMs: config.roomTtlMs,
    onRecovered: (code) => log.error({ code }, 'a room was put together from what could be read'),
  });
  memory.onTight = () => rooms.relieve();
  if (cluster) cluster.onEnded = (room) => void rooms.ended(room);
  const notReady = async () => {
    const missing = reader.ready ? [] : ['reader'];
    if (memory.full) missing.push('memory');
    try {
      await store.probe();
      storeFault = null;
    } catch (error) {
      storeFault = String(error);
    }
    // A small write may pass where a large one fails: rooms that could not be stored count, too.
    return storeFault === null && rooms.unsaved === 0 ? missing : [...missing, 'store'];
  };
  const onRefused = (reason: Reason) => metrics.refused(reason);
  const { registry } = metrics;
  const lookup = new Lookup({ rooms, now: clock.now, onRefused });
  const app = makeApp({ config, log, rooms, reader, registry, notReady, lookup });
  const http = createServer(timesOf(config), app);
  const io = attachSocketIo(http, {
    rooms,
    roles,
    config,
    clock,
    onRefused,
    onError: (error) => log.error({ error }, 'an event failed'),
  });
  attachYWebsocket(http, { rooms, config, clock, lookup });
  await listen(http, config);
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    for (const room of rooms) room.dismiss('busy', () => true);
    http.close();
    // Nobody is left to be read to: the thread goes while rooms are stored.
    const readerGone = reader.stop();
    await rooms.stop();
    io.disconnectSockets(true);
    http.closeAllConnections();
    strain.stop();
    memory.stop();
    await store.close();
    letFolderGo();
    await readerGone;
  };
  return {
    port: (http.address() as AddressInfo).port,
    rooms,
    metrics,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Meets the other machines, where `REDIS_URL` says so. */
async function joinCluster(config: Config, log: Log, clock: Clock): Promise<Cluster | null> {
  const { redisUrl: url } = config;
  if (url === undefined) return null;
  // Most Inklings need no Redis, and start the sooner without its client.
  const { RedisBus } = await import('./cluster/redis-bus.ts');
  const machine = randomBytes(6).toString('base64url');
  const onFault = (error: unknown) => log.error({ error }, 'the line to Redis failed');
  const bus = await RedisBus.open({ url, machine, clock, onFault }).catch((error: unknown) => {
    throw new BadSetting(`REDIS_URL is ${hostOf(url)}, and nothing answers there: ${error}`);
  });
  log.info({ machine }, 'sharing rooms over Redis');
  return new Cluster({ bus, clock, onFault });
}

/** An address without the password in it. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'not an address';
}

function listen(http: HttpServer, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen({ port, ...(host !== undefined && { host }) }, () => resolve());
  });
}
