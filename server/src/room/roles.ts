import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PersonRecord } from '../store/store.ts';

/** Whom a token names. */
type Marked = Pick<PersonRecord, 'author' | 'mark'>;

/** Signs and checks tokens, and makes host keys. A code admits; only these rule. */
export class Roles {
  constructor(private readonly secret: string) {}

  #mac(code: string, { author, mark }: Marked): Buffer {
    return createHmac('sha256', this.secret)
      .update(`person:${code}:${author}:${mark}`)
      .digest()
      .subarray(0, 16);
  }

  /** The token of a person in a room. */
  token(code: string, person: Marked): string {
    return `${person.author}.${this.#mac(code, person).toString('base64url')}`;
  }

  /**
   * The author that a token names in a room; null when it was not signed here for that very person. The mark tells
   * people apart who had the same number: one whom a crash forgot, and the one who came after.
   */
  authorOf(
    code: string,
    token: string,
    find: (author: number) => Marked | undefined,
  ): number | null {
    const match = /^(\d{1,9})\.([\w-]{22})$/.exec(token);
    const person = match && find(Number(match[1]));
    if (!match || !person) return null;
    const given = Buffer.from(match[2] as string, 'base64url');
    const expected = this.#mac(code, person);
    const same = given.length === expected.length && timingSafeEqual(given, expected);
    return same ? person.author : null;
  }
}

/** A new host key: 128 random bits, for a URL fragment. */
export function makeKey(): string {
  return randomBytes(16).toString('base64url');
}

/** A mark that tells a person's record from any other with the same number. */
export function makeMark(): string {
  return randomBytes(6).toString('base64url');
}

/** What the store keeps of a host key. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** Whether a key is the one that was hashed. */
export function isKey(key: string, hash: string): boolean {
  const given = Buffer.from(hashKey(key));
  const expected = Buffer.from(hash);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
