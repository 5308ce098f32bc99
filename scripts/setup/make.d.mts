/** Installs what the lockfile says, when that is not what is installed. */
export function ensureInstalled(): Promise<void>;
/** Builds the page and the server, or what of them is asked for, each only when what it is made from has changed. */
export function ensureBuilt(names?: readonly ('page' | 'server')[]): Promise<void>;
