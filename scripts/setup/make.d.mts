/** Installs what the lockfile says, when that is not what is installed. */
export function ensureInstalled(): Promise<void>;
/** Builds the page and the server, each only when what it is made from has changed. */
export function ensureBuilt(): Promise<void>;
