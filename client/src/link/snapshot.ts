import type { Canvas } from '@inkling/shared/protocol';
import * as decoding from 'lib0/decoding';
import type { Clock } from './clock.ts';

const PATIENCE_MS = 8000;
/** The line waits so long for the snapshot. */
const LINE_WAITS_MS = 1500;

/** A room's canvas over HTTP, where it travels compressed; null when it cannot be had. */
export async function browserSnapshot(code: string): Promise<Canvas | null> {
  if (typeof location === 'undefined') return null;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`/api/rooms/${encodeURIComponent(code)}/canvas.yjs`, { signal });
    if (!response.ok) return null;
    return readSnapshot(new Uint8Array(await response.arrayBuffer()));
  } catch {
    return null;
  }
}

/** A snapshot from its bytes: varUint epoch · Yjs v1 update. */
export function readSnapshot(bytes: Uint8Array): Canvas {
  const decoder = decoding.createDecoder(bytes);
  const epoch = decoding.readVarUint(decoder);
  const canvas = decoding.readTailAsUint8Array(decoder);
  return { epoch, canvas, readings: new Uint8Array() };
}

/**
 * A full canvas comes compressed over HTTP while the line comes up; the line then only brings what is newer.
 * Resolves when the snapshot was taken, will not come, or has kept the line waiting long enough.
 */
export async function awaitSnapshot(parts: {
  readonly snapshot: Promise<Canvas | null> | null;
  readonly clock: Clock;
  readonly take: (snapshot: Canvas) => void;
}): Promise<void> {
  const { snapshot, clock, take } = parts;
  if (!snapshot) return;
  const taken = snapshot.then((canvas) => {
    if (canvas) take(canvas);
  });
  await Promise.race([taken, new Promise<void>((go) => clock.after(LINE_WAITS_MS, go))]);
}
