import type { Keep } from './keep.ts';

/**
 * The host key that a page says: the one in its address, until the room does not confirm it, and then the one that this
 * browser keeps. Anybody can make an address, so only what the room confirmed is kept.
 */
export class HostKey {
  #given: string | undefined;

  constructor(
    given: string | undefined,
    private readonly keep: Pick<Keep, 'key'>,
  ) {
    this.#given = given;
  }

  get said(): string | undefined {
    return this.#given ?? this.keep.key();
  }

  /** The room did not confirm what was said. Returns whether there is another key to say. */
  denied(): boolean {
    const denied = this.#given;
    this.#given = undefined;
    return denied !== undefined && this.said !== undefined && this.said !== denied;
  }
}
