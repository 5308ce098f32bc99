import * as encoding from 'lib0/encoding';

/** The y-websocket message that holds awareness states. */
const AWARENESS = 1;

/** What an awareness state may hold: JSON. */
export interface AwarenessState {
  readonly [key: string]: unknown;
}

/**
 * Awareness states as y-protocols sends them: count, then client, clock and JSON of each; null says that it went.
 * Source: `encodeAwarenessUpdate` of y-protocols 1; written here because these states belong to no Yjs client.
 */
function encodeAwareness(
  states: readonly (readonly [client: number, state: AwarenessState | null])[],
  clock: number,
): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, state] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  return encoding.toUint8Array(encoder);
}

/**
 * The clock of a client's next state. y-protocols believes no state whose clock is not above the last it heard of that
 * client, also from before a cut or a restart: so clocks go on with the time.
 */
export function nextClock(last: number, now: number): number {
  return Math.max(last + 1, Math.floor(now));
}

/** The same as a message of the y-websocket protocol. */
export function awarenessMessage(...said: Parameters<typeof encodeAwareness>): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, AWARENESS);
  encoding.writeVarUint8Array(encoder, encodeAwareness(...said));
  return encoding.toUint8Array(encoder);
}
