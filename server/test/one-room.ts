import { readConfig } from '../src/config.ts';
import { Room } from '../src/room/room.ts';
import { newRecord } from '../src/room/room-maker.ts';
import { MemoryStore } from './fuzz/memory-store.ts';
import { Random } from './fuzz/random.ts';
import { HandClock } from './hand-clock.ts';

/** A room by itself, by a hand-turned clock, with a store that writes down when it was given ink. */
export function oneRoom(kind: 'board' | 'class' = 'board') {
  const clock = new HandClock();
  const store = new MemoryStore(clock, new Random(1));
  const stored: number[] = [];
  store.write = (_, { append }) => {
    if (append) stored.push(clock.now());
    return Promise.resolve();
  };
  const record = newRecord('ABCDEF', kind, { keyHash: '', now: clock.now(), ttlMs: 1e9 });
  const ports = {
    store,
    reader: { ink() {}, erase() {}, forget() {} },
    clock,
    limits: readConfig({}).limits,
    watch: { chunks() {}, refused() {}, skipped() {}, frame() {}, stored() {} },
    onStoreFault() {},
  };
  const room = new Room(record, ports, { updates: [], undos: [] });
  let drawn = 0;
  /** Somebody draws their next stroke: 1, 2, … */
  const draw = ({ author = 1, done = true } = {}) => {
    const points = [10, 10, 0, 128, 90, 10, 9, 128];
    const chunk = { stroke: ++drawn, at: 0, done, pressure: false, surface: 0, points };
    room.canvas.append(author, chunk);
    room.frames.touchStored();
  };
  return { clock, room, draw, stored };
}
