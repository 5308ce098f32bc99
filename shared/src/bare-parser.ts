import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { decodeBareFrame, decodeBareInk, encodeBareInk } from './bare.ts';

/** How the packet begins that opens a socket. */
const CONNECT = String(PacketType.CONNECT);

/** Whether a decoder waits for the bytes that an event announced, which its types keep to themselves. */
function isWaiting(decoder: object): boolean {
  return Boolean((decoder as { readonly reconstructor?: unknown }).reconstructor);
}

/** Bytes as transports hand them over; null for text. */
function bytesIn(message: unknown): Uint8Array | null {
  if (message instanceof ArrayBuffer) return new Uint8Array(message);
  return message instanceof Uint8Array ? message : null;
}

/** Socket.IO's own decoder, which besides takes bytes that nothing announced for bare messages. */
abstract class BareDecoder extends Decoder {
  override add(message: unknown): void {
    const bytes = bytesIn(message);
    if (!bytes || isWaiting(this)) {
      super.add(message);
      return;
    }
    const event = this.unpack(bytes);
    if (!event) throw new Error('bytes that nothing announced are no bare message');
    this.emitReserved('decoded', { type: PacketType.EVENT, nsp: '/', ...event });
  }

  /** What a bare message says; null when it is none. */
  protected abstract unpack(message: Uint8Array): Pick<Packet, 'id' | 'data'> | null;
}

class ServerDecoder extends BareDecoder {
  #connected = false;

  override add(message: unknown): void {
    if (typeof message === 'string' && message.startsWith(CONNECT)) {
      // Each would make a socket of its own, and one message holds thousands.
      if (this.#connected) throw new Error('a connection carries one socket');
      this.#connected = true;
    }
    super.add(message);
  }

  protected unpack(message: Uint8Array): Pick<Packet, 'id' | 'data'> | null {
    const ink = decodeBareInk(message);
    return ink && { id: ink.id, data: ['ink', ink.chunks] };
  }
}

class ClientDecoder extends BareDecoder {
  protected unpack(message: Uint8Array): Pick<Packet, 'data'> | null {
    const frame = decodeBareFrame(message);
    return frame && { data: ['frame', frame] };
  }
}

/** How a server reads and writes Socket.IO's packets. */
export const serverParser = { Encoder, Decoder: ServerDecoder };

/** How one connection of a client does, which sends ink bare once the server has said that it takes it so. */
export interface ClientParser {
  readonly parser: { readonly Encoder: typeof Encoder; readonly Decoder: typeof Decoder };
  /** The server takes bare ink. */
  allow(): void;
}

/** Makes the parser of one connection of a client. */
export function clientParser(): ClientParser {
  let allowed = false;
  class ClientEncoder extends Encoder {
    override encode(packet: Packet): unknown[] {
      const ink = allowed ? bareOf(packet) : null;
      return ink ? [ink] : super.encode(packet);
    }
  }
  return {
    parser: { Encoder: ClientEncoder, Decoder: ClientDecoder },
    allow() {
      allowed = true;
    },
  };
}

/** An `ink` event as a bare message; null when it is something else. */
function bareOf({ type, nsp, id, data }: Packet): Uint8Array | null {
  if (type !== PacketType.EVENT || nsp !== '/' || id === undefined) return null;
  const [event, chunks] = data as readonly unknown[];
  return event === 'ink' && chunks instanceof Uint8Array ? encodeBareInk({ id, chunks }) : null;
}
