import { BadSetting, readConfig } from './config.ts';
import { makeLog } from './log.ts';
import { plainWords } from './plain-words.ts';
import { type RunningServer, startServer } from './server.ts';

/** How long a stop may take before the process goes anyway. */
const STOP_MS = 5000;
const SIGNALS = ['SIGTERM', 'SIGINT'];

async function main(): Promise<void> {
  const config = readConfig();
  const log = makeLog(config.logLevel);
  let server: RunningServer | null = null;
  const stop = (signal: string) => {
    // Before there is a server nothing can be lost.
    if (!server) process.exit(0);
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    server.stop().then(() => process.exit(0));
  };
  // From the first moment on: the first process of a container does not hear a signal that it does not wait for.
  for (const signal of SIGNALS) process.on(signal, stop);
  // A terminal that closes ends what runs in it, but not what `nohup` took from it: Node.js forgets that nohup ignores it.
  process.on('SIGHUP', process.stdin.isTTY ? stop : () => {});
  server = await startServer(config, log);
  log.info({ port: server.port, ms: Math.round(performance.now()) }, 'ready');
  process.on('uncaughtException', (error) => {
    // A bug in one room must not take the others down: it is told, and drawing goes on.
    log.fatal({ error }, 'a bug');
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof BadSetting ? error.message : (plainWords(error) ?? error));
  process.exit(1);
});
