/** What a load process is told to do. */
export interface Workload {
  readonly url: string;
  readonly against: 'inkling' | 'naive-yjs' | 'ws-relay';
  readonly rooms: number;
  /** People in each room, those who draw among them. */
  readonly people: number;
  readonly drawing: number;
  readonly seconds: number;
  readonly transport?: 'websocket' | 'polling';
}

/** What a load process saw. Counts are between start and end of the measured time. */
export interface Seen {
  /** Points that pens made. */
  readonly points: number;
  /** Bytes on the sockets of all clients, WebSocket framing included; null where they cannot be counted. */
  readonly bytesUp: number | null;
  readonly bytesDown: number | null;
  /** Pen → other screen, in milliseconds, a point each. */
  readonly screen: readonly number[];
  /** Pen → reading on another screen, in milliseconds, a point each. */
  readonly reading: readonly number[];
  /** From the first `join` to the last answer. */
  readonly joinMs: number;
  /** How late the load process's own timers were, p99: if it is late itself, its figures say little. */
  readonly lateMs: number;
  readonly refused: number;
  /** What probes got, on average: frames a second, and bytes of a frame. */
  readonly frames: { readonly perSecond: number; readonly bytes: number; readonly canvas: number };
}
