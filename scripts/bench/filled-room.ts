import { encodeChunks } from '@inkling/shared/ink';
import { BOARD, MESSAGE_BYTES } from '@inkling/shared/limits';
import type { DownEvents, UpEvents } from '@inkling/shared/protocol';
import { io, type Socket } from 'socket.io-client';
import { penDigits } from '../../e2e/pen.ts';
import type { PenPoint } from '../../e2e/strokes.ts';

const SAMPLE_MS = 1000 / 60;

/** A way with exactly so many points, evenly along it. */
export function resampled(way: readonly PenPoint[], count: number): PenPoint[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (i / (count - 1)) * (way.length - 1);
    const [a, b] = [way[Math.floor(at)], way[Math.ceil(at)]];
    const t = at - Math.floor(at);
    return [
      (a?.[0] ?? 0) * (1 - t) + (b?.[0] ?? 0) * t,
      (a?.[1] ?? 0) * (1 - t) + (b?.[1] ?? 0) * t,
    ];
  });
}

/** Pen strokes all over the board, each with so many points, as one `ink` message after the other. */
export function* inkOfStrokes(strokes: number, points: number, first = 1): Generator<Uint8Array> {
  const ways = penDigits().map(({ strokes: all }) => all.flat());
  const columns = Math.ceil(Math.sqrt(strokes * 1.6));
  const step = BOARD.w / columns;
  let message: Parameters<typeof encodeChunks>[0][number][] = [];
  let size = 0;
  for (let n = 0; n < strokes; n++) {
    const way = resampled(ways[n % ways.length] ?? [], points);
    const [x0, y0] = [(n % columns) * step, (Math.floor(n / columns) * step) % (BOARD.h - step)];
    const flat = way.flatMap(([x, y], i) => [
      Math.round(x0 + x * step * 0.7),
      Math.round(y0 + y * step * 0.7),
      Math.round(i * SAMPLE_MS),
      128,
    ]);
    const flags = { at: 0, done: true, pressure: false, surface: 0 };
    message.push({ stroke: first + n, ...flags, points: flat });
    size += points * 6;
    if (size > MESSAGE_BYTES / 2 || n === strokes - 1) {
      yield encodeChunks(message);
      message = [];
      size = 0;
    }
  }
}

export type Socketed = Socket<DownEvents, UpEvents>;

/** Connects and joins a room, or makes one. */
export async function enter(
  url: string,
  room?: string,
): Promise<{ socket: Socketed; code: string }> {
  const socket: Socketed = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  const joined = await socket.timeout(20_000).emitWithAck('join', { v: 1, ...(room && { room }) });
  if (!joined.ok) throw new Error(joined.message);
  return { socket, code: joined.room.code };
}

/** Makes a room and fills it; its maker stays. */
export async function fillRoom(
  url: string,
  { strokes, points }: { readonly strokes: number; readonly points: number },
): Promise<{ socket: Socketed; code: string }> {
  const made = await enter(url);
  for (const bytes of inkOfStrokes(strokes, points)) {
    const answer = await made.socket.timeout(20_000).emitWithAck('ink', bytes);
    if (!answer.ok || answer.refused) throw new Error('the room did not take its ink');
  }
  return made;
}
