/** Times in milliseconds, summed up. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The percentiles of some times, or null when there are none. */
export function spread(times: readonly number[]): Spread | null {
  if (times.length === 0) return null;
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: sorted.at(-1) ?? 0,
  };
}

/** A number as a person reads it: three digits that say something. */
export function short(n: number): string {
  if (!Number.isFinite(n)) return '–';
  if (Math.abs(n) >= 1000) return Math.round(n).toLocaleString('en');
  if (Math.abs(n) >= 100) return n.toFixed(0);
  return Math.abs(n) >= 10 ? n.toFixed(1) : n.toFixed(2);
}

/** `p50 3.1 · p95 8.0 · p99 11.2 · max 30.0 ms`. */
export function spreadInWords(times: Spread | null): string {
  if (!times) return 'nothing arrived';
  const { p50, p95, p99, max } = times;
  return `p50 ${short(p50)} · p95 ${short(p95)} · p99 ${short(p99)} · max ${short(max)} ms`;
}
