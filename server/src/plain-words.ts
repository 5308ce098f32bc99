/** What is said of a folder that cannot be written: by its name in Node, by its number in LMDB. */
const UNWRITABLE: ReadonlySet<unknown> = new Set(['EACCES', 'EROFS', 'EPERM', 13, 30, 1]);
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 28]);
const NO_FOLDER: ReadonlySet<unknown> = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 20, 21]);

/** What keeps a server from listening. */
const UNHEARD: Readonly<Record<string, string>> = {
  EADDRINUSE: 'That port is taken: stop what listens there, or set PORT.',
  EACCES: 'This user may not open that port: set PORT to 1024 or more.',
  EADDRNOTAVAIL: 'HOST is no address of this machine.',
};

/** What a person can mend, told in a sentence; null for everything else, which is told with its stack. */
export function plainWords(error: unknown): string | null {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === 'listen') return UNHEARD[code ?? ''] ?? null;
  if (syscall === 'getaddrinfo') return 'HOST is no address of this machine.';
  const place = path ?? 'The data folder';
  if (UNWRITABLE.has(code)) {
    return `${place} cannot be written: set DATA_DIR to a folder that can.`;
  }
  if (FULL.has(code)) return `${place} cannot be written: the disk is full.`;
  if (NO_FOLDER.has(code)) return `${place} is in the way: set DATA_DIR to a folder.`;
  return null;
}
