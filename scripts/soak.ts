import { parseArgs } from 'node:util';
import { Hour } from '../server/test/fuzz/hour.ts';

/** Hours of drawing and clearing with the clock turned by hand: `npm run soak -- --minutes 120`. Says what grew. */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '120' } } });

const hour = new Hour(2026);
const megabytes = (bytes: number) => Number((bytes / 2 ** 20).toFixed(2));
const samples: { minute: number; heap: number; rss: number; ink: number; record: number }[] = [];
await hour.begin();
for (let minute = 1; minute <= Number(values.minutes); minute++) {
  await hour.minute();
  if (minute % 10 !== 0) continue;
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { ink, record } = hour.sizes();
  samples.push({ minute, heap: megabytes(heapUsed), rss: megabytes(rss), ink, record });
  console.log(samples.at(-1));
}
// The first half hour fills what stays full: ten minutes of undos, caches, compiled code.
const steady = samples.filter(({ minute }) => minute > 30);
console.log({
  strokes: hour.strokes,
  heapMBPerHour: slope(steady.map(({ minute, heap }) => [minute / 60, heap])),
  rssMBPerHour: slope(steady.map(({ minute, rss }) => [minute / 60, rss])),
  inkBytesPerHour: slope(steady.map(({ minute, ink }) => [minute / 60, ink])),
  recordBytesPerHour: slope(steady.map(({ minute, record }) => [minute / 60, record])),
});

/** The least-squares slope through some points. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const up = mean(([x, y]) => (x - mx) * (y - my));
  return Number((up / mean(([x]) => (x - mx) ** 2)).toFixed(2));
}
