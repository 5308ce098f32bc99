// The painter's process run from its TypeScript sources, as `reader/thread-from-source.mjs` is.
import { register } from 'tsx/esm/api';

register();
await import('./painter-process.ts');
