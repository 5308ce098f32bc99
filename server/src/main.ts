import { BadSetting, readConfig } from './config.ts';
import { makeLog } from './log.ts';
import { startServer } from './server.ts';

/** How long a stop may take before the process goes anyway. */
const STOP_MS = 5000;

async function main(): Promise<void> {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  const server = await startServer(config, log);
  log.info({ port: server.port, ms: Math.round(performance.now()) }, 'ready');
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    server.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('uncaughtException', (error) => {
    // A bug in one room must not take the others down: it is told, and drawing goes on.
    log.fatal({ error }, 'a bug');
  });
}

main().catch((error: unknown) => {
  const isPlain = error instanceof BadSetting || (error as { code?: string }).code === 'EADDRINUSE';
  console.error(isPlain ? (error as Error).message : error);
  process.exit(1);
});
