/**
 * Reads lib0's variable-length numbers. A number that the bytes do not hold whole is `NaN`, which no range contains: a
 * newcomer's canvas has several 100,000 numbers, and a decoder that throws is twice as slow.
 */
export class VarReader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Whether all bytes were read. */
  get ended(): boolean {
    return this.left <= 0;
  }

  /** How many bytes are left; fewer than none when more was asked for than there is. */
  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** How many bytes were read. */
  get at(): number {
    return this.#at;
  }

  uint8(): number {
    return this.bytes[this.#at++] ?? Number.NaN;
  }

  uint(): number {
    const byte = this.uint8();
    return byte < 0x80 ? byte : this.#rest(byte, 0x80);
  }

  int(): number {
    const byte = this.uint8();
    const size = byte < 0x80 ? byte & 0x3f : this.#rest(byte, 0x40);
    // A byte that is not there has no bits, but must not pass for a zero.
    if (Number.isNaN(byte)) return byte;
    return byte & 0x40 ? -size : size;
  }

  /** The number whose first byte holds its lowest bits, those below `scale`. */
  #rest(first: number, scale: number): number {
    let byte = first;
    let value = first & (scale - 1);
    for (let by = scale; byte >= 0x80; by *= 0x80) {
      byte = this.uint8();
      value += (byte & 0x7f) * by;
    }
    return Number.isNaN(byte) ? byte : value;
  }
}
