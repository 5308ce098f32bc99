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

/** What is said of a folder that cannot be written: by its name in Node, by its number in LMDB. */
const UNWRITABLE: ReadonlySet<unknown> = new Set(['EACCES', 'EROFS', 'EPERM', 13, 30, 1]);

/** What a person can mend: told in a sentence, without the stack. */
function plainWords(error: unknown): string | null {
  if (error instanceof BadSetting) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'That port is taken: stop what listens there, or set PORT.';
  if (UNWRITABLE.has(code)) {
    return `${path ?? 'The data folder'} cannot be written: set DATA_DIR to a folder that can.`;
  }
  return /ENOENT.*\.onnx|no such file.*onnx/i.test(message) ? message : null;
}

main().catch((error: unknown) => {
  console.error(plainWords(error) ?? error);
  process.exit(1);
});
