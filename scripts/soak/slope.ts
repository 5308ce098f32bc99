/** The least-squares slope through some points, to two places. */
export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)];
  const up = mean(([x, y]) => (x - mx) * (y - my));
  return Number((up / mean(([x]) => (x - mx) ** 2)).toFixed(2));
}

export const megabytes = (bytes: number) => Number((bytes / 2 ** 20).toFixed(2));
