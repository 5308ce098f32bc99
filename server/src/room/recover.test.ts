import { strokesOf } from '@inkling/shared/canvas';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { RoomCanvas } from './canvas.ts';
import { recover } from './recover.ts';

function written(): Uint8Array[] {
  const canvas = new RoomCanvas({ writer: 1 });
  const updates: Uint8Array[] = [];
  for (let stroke = 1; stroke <= 10; stroke++) {
    for (const done of [false, true]) {
      const at = done ? 2 : 0;
      const points = [stroke, at, at * 10, 128, stroke, at + 1, at * 10 + 8, 128];
      canvas.append(1, { stroke, at, done, pressure: false, surface: 0, points });
      updates.push(canvas.commit()?.update ?? new Uint8Array());
    }
  }
  return updates;
}

const strokesIn = (updates: readonly Uint8Array[]) => {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return strokesOf(doc).map((s) => s.stroke);
};

it('[STORE7] whole updates are left as they are', () => {
  const updates = written();
  expect(recover(updates)).toEqual({ updates, rebuilt: false });
});

it('[STORE8] when one update is lost, every other stroke is still there', () => {
  const updates = written();
  for (let lost = 0; lost < updates.length; lost++) {
    const { updates: rest, rebuilt } = recover(updates.filter((_, i) => i !== lost));
    const stroke = (lost >> 1) + 1;
    expect(rebuilt).toBe(lost < updates.length - 1);
    const strokes = new Set(strokesIn(rest));
    for (let other = 1; other <= 10; other++)
      if (other !== stroke) expect(strokes).toContain(other);
  }
});
