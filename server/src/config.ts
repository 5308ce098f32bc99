import { resolve } from 'node:path';
import { ROOM_DRAWING, ROOM_STROKES, ROOM_WATCHING, STROKE_POINTS } from '@inkling/shared/limits';

type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used; its message names the variable and what it should be. */
export class BadSetting extends Error {}

const HIGHEST_PORT = 65_535;
const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

function whole(
  env: Environment,
  name: string,
  fallback: number,
  { least = 0, most = Number.POSITIVE_INFINITY } = {},
): number {
  const text = env[name]?.trim() ?? '';
  if (text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most < Number.POSITIVE_INFINITY ? `from ${least} to ${most}` : `${least} or more`;
  throw new BadSetting(`${name} must be a whole number, ${range}; it is "${text}"`);
}

/** Origins as browsers say them; `*` stands for all. */
function origins(env: Environment, name: string): readonly string[] {
  const parts = (env[name] ?? '').split(',').flatMap((part) => part.trim() || []);
  return parts.map((part) => {
    const url = URL.canParse(part) ? new URL(part) : null;
    if (part === '*') return part;
    if (url && url.origin !== 'null' && url.pathname === '/') return url.origin;
    throw new BadSetting(
      `${name} must be origins such as https://school.example, comma-separated; it has "${part}"`,
    );
  });
}

function levelOf(env: Environment): string {
  const level = env.LOG_LEVEL?.trim() || 'info';
  if (LOG_LEVELS.includes(level)) return level;
  throw new BadSetting(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}; it is "${level}"`);
}

/** How long a connection may take; a whole request may not take less than its headers. */
function readTimes(env: Environment) {
  const headersMs = whole(env, 'HEADERS_MS', 10_000, { least: 1 });
  const longer = Math.max(30_000, headersMs);
  return { headersMs, requestMs: whole(env, 'REQUEST_MS', longer, { least: headersMs }) };
}

/**
 * Everything that the environment can set, read once. This file alone reads `process.env`; one variable is written, for
 * onnxruntime, by `reader/start-thread.ts`.
 */
export function readConfig(env: Environment = process.env) {
  if (env.REDIS_URL && !env.SECRET) {
    throw new BadSetting(
      'REDIS_URL is set, so SECRET must be set too, to the same on every machine: it signs who people are.',
    );
  }
  // `INKLING_ROOT`: where the relative folders below begin; the working folder when empty.
  const root = env.INKLING_ROOT ? resolve(env.INKLING_ROOT) : process.cwd();
  return {
    /** `PORT`: the port to listen on. */
    port: whole(env, 'PORT', 3000, { most: HIGHEST_PORT }),
    /** `HOST`: the address to listen on; every address when empty. */
    host: env.HOST || undefined,
    /** `DATA_DIR`: the folder that keeps rooms and, unless `SECRET` is set, the secret. */
    dataDir: resolve(root, env.DATA_DIR || 'data'),
    /** `SECRET`: signs tokens; made and kept in the data folder when absent. */
    secret: env.SECRET || undefined,
    /** `ALLOWED_ORIGINS`: other origins, comma-separated, whose pages may talk to this server; `*` for all. */
    allowedOrigins: origins(env, 'ALLOWED_ORIGINS'),
    /** `ROOM_TTL_HOURS`: how long a room lives after it was made. */
    roomTtlMs: whole(env, 'ROOM_TTL_HOURS', 24, { least: 1 }) * 3_600_000,
    /** `MEMORY_MB`: memory that the server may take; three quarters of the machine's or container's when 0. */
    memoryBytes: whole(env, 'MEMORY_MB', 0) * 2 ** 20,
    /** `REDIS_URL`: where machines that share rooms meet; without it, rooms are in the data folder of one machine. */
    redisUrl: env.REDIS_URL || undefined,
    /** `LOG_LEVEL`: pino's levels, from `silent` to `trace`. */
    logLevel: levelOf(env),
    /** `CLIENT_DIR`: the built client. */
    clientDir: resolve(root, env.CLIENT_DIR || 'client/dist'),
    /** `MODEL_PATH`: the network's weights. */
    modelPath: resolve(root, env.MODEL_PATH || 'model/digits.onnx'),
    /** `HEADERS_MS` and `REQUEST_MS`: how long a connection may take to say its headers, and a whole request. */
    times: readTimes(env),
    limits: readLimits(env),
  };
}

function readLimits(env: Environment) {
  return {
    /** `MAX_DRAWING`: people who may draw in one room at once. */
    drawing: whole(env, 'MAX_DRAWING', ROOM_DRAWING),
    /** `MAX_WATCHING`: people who may watch one room at once, and followers beside them. */
    watching: whole(env, 'MAX_WATCHING', ROOM_WATCHING),
    /** `MAX_STROKE_POINTS`: points in one stroke; below `STROKE_POINTS` the page's longest strokes are refused. */
    strokePoints: whole(env, 'MAX_STROKE_POINTS', STROKE_POINTS),
    /** `MAX_ROOM_STROKES`: strokes in one room. */
    roomStrokes: whole(env, 'MAX_ROOM_STROKES', ROOM_STROKES),
    /** `MAX_ROOM_POINTS`: points in one room, so that long strokes cannot fill a machine. */
    roomPoints: whole(env, 'MAX_ROOM_POINTS', 1_000_000),
    /** `MAX_ROOMS`: rooms kept by one server. */
    rooms: whole(env, 'MAX_ROOMS', 20_000),
    /** `INK_POINTS_A_SECOND` and `INK_POINTS_BURST`: points a person may send, and may have saved up while offline. */
    inkRate: whole(env, 'INK_POINTS_A_SECOND', 3000),
    inkBurst: whole(env, 'INK_POINTS_BURST', 200_000),
    /** `MESSAGES_A_SECOND` and `MESSAGES_BURST`: messages of any kind that a session may send. */
    messageRate: whole(env, 'MESSAGES_A_SECOND', 150),
    messageBurst: whole(env, 'MESSAGES_BURST', 3000),
    /** `ACTS_A_SECOND` and `ACTS_BURST`: erasures, clears, votes and host's wishes that a session may send. */
    actRate: whole(env, 'ACTS_A_SECOND', 50),
    actBurst: whole(env, 'ACTS_BURST', 1000),
    /** `JOINS_A_SECOND` and `JOINS_BURST`: joins that one room admits. */
    joinRate: whole(env, 'JOINS_A_SECOND', 50),
    joinBurst: whole(env, 'JOINS_BURST', 400),
    /** `EXPORT_STROKES_A_SECOND` and `EXPORT_STROKES_BURST`: strokes that may be taken out of one room as JSON, SVG or PNG; fifty points count as one. */
    exportRate: whole(env, 'EXPORT_STROKES_A_SECOND', 10_000),
    exportBurst: whole(env, 'EXPORT_STROKES_BURST', 100_000),
    /** `ROOMS_A_SECOND` and `ROOMS_BURST`: rooms that may be made on this server. */
    roomRate: whole(env, 'ROOMS_A_SECOND', 20),
    roomBurst: whole(env, 'ROOMS_BURST', 500),
  };
}

export type Config = ReturnType<typeof readConfig>;
export type Limits = Config['limits'];
