import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signs and checks tokens, and makes host keys. A code admits; only these rule. */
export class Roles {
  constructor(private readonly secret: string) {}

  #mac(code: string, author: number): Buffer {
    return createHmac('sha256', this.secret)
      .update(`person:${code}:${author}`)
      .digest()
      .subarray(0, 16);
  }

  /** The token of an author in a room. */
  token(code: string, author: number): string {
    return `${author}.${this.#mac(code, author).toString('base64url')}`;
  }

  /** The author that a token names in a room; null when it was not signed here for that room. */
  authorOf(code: string, token: string): number | null {
    const match = /^(\d{1,9})\.([\w-]{22})$/.exec(token);
    if (!match) return null;
    const author = Number(match[1]);
    const given = Buffer.from(match[2] as string, 'base64url');
    const expected = this.#mac(code, author);
    return given.length === expected.length && timingSafeEqual(given, expected) ? author : null;
  }
}

/** A new host key: 128 random bits, for a URL fragment. */
export function makeKey(): string {
  return randomBytes(16).toString('base64url');
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
