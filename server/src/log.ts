import { type Logger, pino } from 'pino';

export type Log = Logger;

/** The server's log: JSON lines, with no ink, no names and no keys in them. */
export function makeLog(level: string): Log {
  const serializers = { error: pino.stdSerializers.err };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers });
}
