import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { decodeBare, encodeBare } from './bare-ink.ts';

/** Whether a decoder waits for the bytes that an event announced, which its types keep to themselves. */
function isWaiting(decoder: object): boolean {
  return Boolean((decoder as { readonly reconstructor?: unknown }).reconstructor);
}

/** Socket.IO's own decoder, which besides takes bytes that nothing announced for bare ink. */
class BareDecoder extends Decoder {
  override add(message: unknown): void {
    if (!(message instanceof Uint8Array) || isWaiting(this)) {
      super.add(message);
      return;
    }
    const bare = decodeBare(message);
    if (!bare) throw new Error('bytes that nothing announced are no ink');
    const data = ['ink', bare.chunks];
    this.emitReserved('decoded', { type: PacketType.EVENT, nsp: '/', id: bare.id, data });
  }
}

/** How a server reads and writes Socket.IO's packets. */
export const serverParser = { Encoder, Decoder: BareDecoder };

/** How one connection of a client does, which sends ink bare once the server has said that it takes it so. */
export interface ClientParser {
  readonly parser: { readonly Encoder: typeof Encoder; readonly Decoder: typeof Decoder };
  /** The server takes bare ink. */
  allow(): void;
}

/** Makes the parser of one connection of a client. */
export function clientParser(): ClientParser {
  let allowed = false;
  class BareEncoder extends Encoder {
    override encode(packet: Packet): unknown[] {
      const bare = allowed ? bareOf(packet) : null;
      return bare ? [bare] : super.encode(packet);
    }
  }
  return {
    parser: { Encoder: BareEncoder, Decoder },
    allow() {
      allowed = true;
    },
  };
}

/** An `ink` event as a bare message; null when it is something else. */
function bareOf({ type, nsp, id, data }: Packet): Uint8Array | null {
  if (type !== PacketType.EVENT || nsp !== '/' || id === undefined) return null;
  const [event, chunks] = data as readonly unknown[];
  return event === 'ink' && chunks instanceof Uint8Array ? encodeBare({ id, chunks }) : null;
}
