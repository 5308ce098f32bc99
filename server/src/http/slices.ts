/** The main thread works this long at a stretch, in milliseconds: frames of every room wait for it. */
const SLICE_MS = 8;

/** Gathers what is made piece by piece, a slice at a time: between slices everything else gets its turn. */
export async function inSlices<Part>(parts: Iterable<Part>): Promise<Part[]> {
  const all: Part[] = [];
  let until = performance.now() + SLICE_MS;
  for (const part of parts) {
    all.push(part);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setImmediate(resolve));
    until = performance.now() + SLICE_MS;
  }
  return all;
}
