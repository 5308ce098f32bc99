// What `npm start`, `npm test` and `npm run dev` do. Plain Node, because it runs before anything is installed.
import { dev } from './setup/dev.mjs';
import { nodeWillNotDo } from './setup/machine.mjs';
import { start } from './setup/start.mjs';
import { test } from './setup/test.mjs';
import { SetupError } from './setup/work.mjs';

const verbs = { start, test, dev };

async function main() {
  const willNotDo = nodeWillNotDo(process.versions.node);
  if (willNotDo) throw new SetupError(willNotDo);
  const verb = verbs[process.argv[2]];
  if (!verb) throw new SetupError(`Say one of: ${Object.keys(verbs).join(', ')}.`);
  await verb();
}

main().catch((error) => {
  // A SetupError is a sentence for a person; anything else is a bug and keeps its stack.
  console.error(error instanceof SetupError ? `\n${error.message}` : error);
  process.exit(1);
});
