import { describe, it } from 'vitest';
import { World } from './fuzz/world.ts';

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);

async function story(plan: ConstructorParameters<typeof World>[0]) {
  const { failure, script } = await new World(plan).run();
  if (failure === null) return;
  throw new Error(`seed ${plan.seed}: ${failure}\n${script.slice(-60).join('\n')}`);
}

describe('whatever happens to six people drawing', () => {
  it.each(SEEDS)('[FUZZ1] all canvases are equal at the end: seed %i', (seed) =>
    story({ seed, clients: 6, commands: 100 }),
  );
});
