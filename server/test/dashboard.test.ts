import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { Metrics } from '../src/metrics.ts';

const path = resolve(import.meta.dirname, '../../docs/operations/grafana.json');

it('[METRIC1] the dashboard asks for metrics that there are, and for every one of Inkling’s own', async () => {
  const metrics = new Metrics({
    rooms: () => 0,
    people: () => 0,
    unsaved: () => 0,
    strain: () => 0,
    memory: () => 0,
    ready: async () => true,
    reader: () => ({ queue: 0, batch: 0, inferenceMs: 0 }),
  });
  const there = new Set((await metrics.registry.getMetricsAsJSON()).map(({ name }) => name));
  const asked = new Set(
    [...readFileSync(path, 'utf8').matchAll(/\b(inkling|process|nodejs)_[a-z0-9_]+/g)].map(
      ([name]) => name.replace(/_bucket$/, ''),
    ),
  );
  expect([...asked].filter((name) => !there.has(name))).toEqual([]);
  const own = [...there].filter((name) => name.startsWith('inkling_'));
  expect(own.filter((name) => !asked.has(name))).toEqual([]);
});
