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
  /** Pens that do not pause between strokes: 60 points a second each, as the design's rivals were measured. */
  readonly restless?: boolean;
  /** People of a room who look at what comes; the others only count its bytes, to leave the machine to the server. */
  readonly probes?: number;
  /** Where rooms are shared by several machines: their addresses, and who goes where. */
  readonly machines?: Places;
}

/** The machines of a cluster: each room's people all on one of them, or over all of them. */
export interface Places {
  readonly urls: readonly string[];
  readonly spread: 'rooms' | 'people';
}

/** Where the nth person of a room connects. */
export function urlOf({ url, machines }: Workload, room: number, nth: number): string {
  if (!machines) return url;
  const { urls, spread } = machines;
  return urls[(spread === 'people' ? nth : room) % urls.length] ?? url;
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
  /** Rooms whose probes all showed the same readings once the pens had come to rest. */
  readonly alike: number;
  /** What probes got, on average: frames a second, and bytes of a frame. */
  readonly frames: { readonly perSecond: number; readonly bytes: number; readonly canvas: number };
}
