import { parseCode } from '@inkling/shared/limits';
import type { RoomKind } from '@inkling/shared/protocol';

/** Where an address leads. */
export type Place =
  | { readonly at: 'room'; readonly code: string | null; readonly kind: RoomKind }
  | { readonly at: 'stage'; readonly code: string | null; readonly kind: RoomKind }
  | { readonly at: 'remote'; readonly code: string }
  /** A code that is none, or a page that there is not; a stage's is far from whoever reads it. */
  | { readonly at: 'nowhere'; readonly far: boolean };

/** Reads an address: `/`, `/CODE`, `/CODE/stage`, `/CODE/remote`; `/?kind=class&show=stage` makes a class and shows it on the stage. */
export function placeOf(pathname: string, search: string): Place {
  const parts = pathname.split('/').filter(Boolean);
  const asked = new URLSearchParams(search);
  const kind = asked.get('kind') === 'class' ? 'class' : 'board';
  const [first, page, more] = parts;
  const nowhere = { at: 'nowhere', far: page === 'stage' } as const;
  if (more !== undefined) return nowhere;
  if (first === undefined) {
    return { at: asked.get('show') === 'stage' ? 'stage' : 'room', code: null, kind };
  }
  const code = codeIn(first);
  if (!code) return nowhere;
  if (page === undefined) return { at: 'room', code, kind };
  if (page === 'stage') return { at: 'stage', code, kind };
  return page === 'remote' ? { at: 'remote', code } : nowhere;
}

/** The code in a part of an address, which need not be one that can be decoded. */
function codeIn(part: string): string | null {
  try {
    return parseCode(decodeURIComponent(part));
  } catch {
    return null;
  }
}

/** A code longer than this was not typed by hand. */
const TYPED_LENGTH = 12;

/** What stands in an address where a room's code does, as it was typed. */
export function typedCode(pathname: string): string {
  const [first = '', , more] = pathname.split('/').filter(Boolean);
  if (more !== undefined) return '';
  try {
    const typed = decodeURIComponent(first).trim();
    return typed.length > TYPED_LENGTH ? '' : typed.toUpperCase();
  } catch {
    return '';
  }
}

/** An address with another code in it: the same page of another room, with the same settings. */
export function retyped(
  code: string,
  { pathname, search, hash }: Pick<Location, 'pathname' | 'search' | 'hash'>,
): string {
  const [, page = '', more] = pathname.split('/').filter(Boolean);
  const same = more === undefined && ['stage', 'remote'].includes(page);
  return `/${code}${same ? `/${page}` : ''}${search}${hash}`;
}

/** The host key that an address carries in its fragment, where no server sees it. */
export function keyOf(hash: string): string | undefined {
  const key = hash.replace(/^#/, '');
  return /^[\w-]{8,64}$/.test(key) ? key : undefined;
}

/** The address that joins a room. */
export function roomUrl(code: string): string {
  return `${location.origin}/${code}`;
}

/** The path that makes a class and shows its stage. */
export const NEW_CLASS = '/?kind=class&show=stage';

/** The path of a room's stage. */
export function stagePath(code: string, key?: string): string {
  return `/${code}/stage${key ? `#${key}` : ''}`;
}

/** The address of a room's remote; whoever holds it is host. */
export function remoteUrl(code: string, key: string): string {
  return `${location.origin}/${code}/remote#${key}`;
}
