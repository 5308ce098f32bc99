import { decodeChunks } from '@inkling/shared/ink';
import { describe, expect, it } from 'vitest';
import { Outbox, type Parcel } from './outbox.ts';
import { points } from './testing/house.ts';

const stroke = (number: number, count: number, done = true) => ({
  stroke: number,
  surface: 0,
  pressure: false,
  points: points(count),
  done,
});
const chunksOf = (parcel: Parcel | null) =>
  decodeChunks(parcel?.bytes ?? new Uint8Array())?.chunks ?? [];

describe('the outbox', () => {
  it('[OUT1] sends what was not sent, from where it stands', () => {
    const outbox = new Outbox();
    const own = stroke(3, 4, false);
    outbox.add(own);
    expect(chunksOf(outbox.take())).toMatchObject([{ stroke: 3, at: 0, done: false }]);
    expect(outbox.take()).toBeNull();
    own.points.push(...points(2));
    own.done = true;
    const [chunk] = chunksOf(outbox.take());
    expect(chunk).toMatchObject({ stroke: 3, at: 4, done: true });
    expect(chunk?.points).toHaveLength(8);
  });

  it('[OUT40] takes no second stroke under a number that one waits under', () => {
    const outbox = new Outbox();
    outbox.add(stroke(3, 4));
    expect(() => outbox.add(stroke(3, 2))).toThrow();
    expect(outbox.size).toBe(1);
  });

  it('[OUT2] is empty once all of a stroke is acknowledged', () => {
    const outbox = new Outbox();
    outbox.add(stroke(1, 4));
    const parcel = outbox.take() as Parcel;
    expect(outbox.size).toBe(1);
    expect(outbox.acknowledge(parcel)).toEqual([1]);
    expect(outbox.size).toBe(0);
  });

  it('[OUT3] sends again after a cut what has no acknowledgement, and only that', () => {
    const outbox = new Outbox();
    const own = stroke(1, 4, false);
    outbox.add(own);
    outbox.acknowledge(outbox.take() as Parcel);
    own.points.push(...points(3));
    own.done = true;
    const lost = outbox.take() as Parcel;
    outbox.cut();
    expect(chunksOf(outbox.take())).toMatchObject([{ at: 4, done: true }]);
    expect(outbox.acknowledge(lost)).toEqual([]);
    expect(outbox.size).toBe(1);
  });

  it('[OUT4] an acknowledgement after a hole says nothing', () => {
    const outbox = new Outbox();
    const own = stroke(1, 4, false);
    outbox.add(own);
    const first = outbox.take() as Parcel;
    own.points.push(...points(2));
    own.done = true;
    const second = outbox.take() as Parcel;
    outbox.takeBack(first);
    expect(outbox.acknowledge(second)).toEqual([]);
    expect(chunksOf(outbox.take())).toMatchObject([{ at: 0, done: true }]);
  });

  it('[OUT5] puts many strokes into one message and a long backlog into several', () => {
    const outbox = new Outbox();
    for (let n = 1; n <= 40; n++) outbox.add(stroke(n, 900));
    const parcels: Parcel[] = [];
    for (let parcel = outbox.take(); parcel; parcel = outbox.take()) parcels.push(parcel);
    expect(parcels.length).toBeGreaterThan(1);
    for (const { bytes } of parcels) expect(bytes.length).toBeLessThanOrEqual(49_152);
    expect(parcels.flatMap(chunksOf).map((chunk) => chunk.stroke)).toHaveLength(40);
  });

  it('[OUT6] a pen that lifts without a new point still says that it is done', () => {
    const outbox = new Outbox();
    const own = stroke(1, 4, false);
    outbox.add(own);
    outbox.acknowledge(outbox.take() as Parcel);
    own.done = true;
    expect(chunksOf(outbox.take())).toMatchObject([{ at: 4, done: true, points: [] }]);
  });
});
