import { Hour } from '../../server/test/fuzz/hour.ts';
import { megabytes, slope } from './slope.ts';

/** Hours of a room's own code, the clock turned by hand: no sockets, no reader, no disk. Prints what grew. */
export async function soakByHand(minutes: number): Promise<void> {
  const hour = new Hour(2026);
  const samples: { minute: number; heap: number; rss: number; ink: number; record: number }[] = [];
  await hour.begin();
  for (let minute = 1; minute <= minutes; minute++) {
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
}
