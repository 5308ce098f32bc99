import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Component, countWeaknesses, listPackages } from './supply-chain.ts';

/** Licences that let anybody use, change and pass on what is made with them. */
const FREE = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'OFL-1.1'];

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
/** A package's licences: it may name several to choose from. */
const licencesOf = ({ licenses = [] }: Component) =>
  licenses.flatMap(({ license, expression }) => {
    return (license?.id ?? expression ?? '').replace(/[()]/g, '').split(' OR ');
  });

it('[SUPPLY1] everything that production runs on is listed, with a free licence, from the lockfile alone', () => {
  const { components, metadata } = listPackages();
  expect(metadata.component).toMatchObject({ name: 'inkling' });
  expect(components.length).toBeGreaterThan(50);
  const odd = components.filter((one) => !licencesOf(one).some((id) => FREE.includes(id)));
  expect(odd.map(({ name }) => name)).toEqual([]);
}, 30_000);

it('[SUPPLY1] each dependency is argued for', () => {
  const argued = read('docs/decisions/dependencies.md');
  const names = ['shared', 'server', 'client'].flatMap((part) => {
    const { dependencies = {} } = JSON.parse(read(`${part}/package.json`)) as {
      dependencies?: Record<string, string>;
    };
    return Object.keys(dependencies).filter((name) => !name.startsWith('@inkling/'));
  });
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !argued.includes(name))).toEqual([]);
});

it('[SUPPLY2] an audit fails on what is high or critical, and an answer that is none is skipped', () => {
  const found = (high: number, critical: number) =>
    JSON.stringify({ metadata: { vulnerabilities: { low: 9, moderate: 9, high, critical } } });
  expect(countWeaknesses(found(0, 0))).toBe(0);
  expect(countWeaknesses(found(1, 2))).toBe(3);
  expect(countWeaknesses('{"error":{"code":"ENOAUDIT"}}')).toBeNull();
  expect(countWeaknesses('')).toBeNull();
});
