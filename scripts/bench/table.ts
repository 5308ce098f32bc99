import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { short } from './figures.ts';

/** What a budget asks of a figure, in the figure's own unit. */
export interface Budget {
  readonly must: number;
  readonly aim: number;
  /** Whether more is better. */
  readonly more?: boolean;
}

/** One measured figure. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly measured: number | null;
  readonly budget?: Budget;
  /** How it was measured, or why it was not. */
  readonly note?: string;
}

function verdict({ measured, budget }: Row): string {
  if (measured === null) return 'not measured';
  if (!budget) return '';
  const within = (bound: number) => (budget.more ? measured >= bound : measured <= bound);
  if (within(budget.aim)) return 'aim';
  return within(budget.must) ? 'must' : 'MISSED';
}

function bound(budget: Budget | undefined, which: 'must' | 'aim', unit: string): string {
  return budget ? `${budget.more ? '≥' : '≤'} ${short(budget[which])} ${unit}`.trim() : '';
}

/** The rows as a table that is also Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['what', 'must', 'aims for', 'measured', 'reached', 'how'],
    ...rows.map((row) => [
      row.what,
      bound(row.budget, 'must', row.unit),
      bound(row.budget, 'aim', row.unit),
      row.measured === null ? '–' : `${short(row.measured)} ${row.unit}`.trim(),
      verdict(row),
      row.note ?? '',
    ]),
  ];
  const widths =
    cells[0]?.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [head = [], ...body] = cells;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** Keeps the rows as JSON in `bench-results/`; returns the file's path. */
export function keep(name: string, rows: readonly Row[], details: unknown): string {
  const folder = join(import.meta.dirname, '../../bench-results');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${name}-${at.replaceAll(/[:.]/g, '-')}.json`);
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  writeFileSync(file, JSON.stringify({ at, machine, rows, details }, null, 2));
  return file;
}
