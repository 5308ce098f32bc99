// The reader thread run from its TypeScript sources, while developing: Node 20 does not pass `--import tsx` on to
// threads, so this one registers it for itself. The bundle has `reader-thread.js` instead.
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
