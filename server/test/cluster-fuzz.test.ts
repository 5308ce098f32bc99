import { describe, it } from 'vitest';
import { ClusterWorld } from './cluster-world.ts';

const { CLUSTER_SEED, CLUSTER_SEEDS = 40 } = process.env;
/** `CLUSTER_SEED=7` replays one story; `CLUSTER_SEEDS=1000` tells many. */
const SEEDS = CLUSTER_SEED
  ? [Number(CLUSTER_SEED)]
  : Array.from({ length: Number(CLUSTER_SEEDS) }, (_, i) => i + 1);

describe('whatever happens to six people on three machines', () => {
  it.each(SEEDS)(
    '[CLUSTER13] all canvases are equal at the end, and what was acknowledged is there: seed %i',
    async (seed) => {
      const world = new ClusterWorld({ seed, commands: 150 });
      const failure = await world.run();
      if (failure) throw new Error(`seed ${seed}: ${failure}\n${world.script.join('\n')}`);
    },
  );
});
