import { describe, expect, it } from 'vitest';
import { RealWorld } from './fuzz/real-world.ts';
import { HAS_MODEL } from './harness.ts';

const SEEDS = [1, 2];

describe.skipIf(!HAS_MODEL)('six people on real sockets, by WebSocket and by polling', () => {
  it.each(SEEDS)(
    '[FUZZ2] all canvases are equal after cuts, delays, a kill and a restart: seed %i',
    async (seed) => {
      const world = new RealWorld({ seed, clients: 6, commands: 60 });
      const { failure, script, crashes } = await world.run();
      if (failure !== null)
        throw new Error(`seed ${seed}: ${failure}\n${script.slice(-60).join('\n')}`);
      expect(crashes).toBeGreaterThan(0);
    },
    180_000,
  );
});
