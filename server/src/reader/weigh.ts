/**
 * How much the network counts that was shown the path, against the same network shown the picture alone, where a glyph
 * has several strokes. How hands lift the pen, and what they go over twice, differs more than what comes of it looks.
 */
const PATH_WEIGHT = 0.3;
/** Keeps a probability of 0 from being the last word. */
const LEAST = 1e-9;

/** One answer out of two, with and without the path: the weighted geometric mean of their probabilities, which add up to 1. */
export function weigh(withPath: readonly number[], picture: readonly number[]): number[] {
  const weighed = withPath.map((p, i) =>
    Math.exp(
      PATH_WEIGHT * Math.log(p + LEAST) +
        (1 - PATH_WEIGHT) * Math.log((picture[i] as number) + LEAST),
    ),
  );
  const sum = weighed.reduce((a, b) => a + b, 0);
  return weighed.map((p) => p / sum);
}
