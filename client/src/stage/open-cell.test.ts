import { createEffect, createRoot, createSignal } from 'solid-js';
import { expect, it } from 'vitest';
import { createOpenCell } from './open-cell.ts';

/** A matrix of which one cell has drawings, as long as the test says so. */
function openMatrix() {
  const [drawings, setDrawings] = createSignal<readonly string[]>(['a', 'b']);
  /** Whether a cell was open and covered the table, one after the other. */
  const went: [isOpen: boolean, covers: boolean][] = [];
  const { cell, dispose } = createRoot((dispose) => {
    const cell = createOpenCell(([row, column]) => (row === 7 && column === 1 ? drawings() : []));
    createEffect(() => went.push([cell.at() !== null, cell.covers()]));
    return { cell, dispose };
  });
  return { cell, setDrawings, went, dispose };
}

it('[CLASS57] a cell that has no drawings any more closes, and does not open again by itself', () => {
  const { cell, setDrawings, dispose } = openMatrix();
  cell.open([7, 1]);
  expect(cell.drawings()).toEqual(['a', 'b']);
  setDrawings(['b']);
  expect(cell.at()).toEqual([7, 1]);
  expect(cell.covers()).toBe(true);
  setDrawings([]);
  expect(cell.at()).toBeNull();
  expect(cell.covers()).toBe(false);
  setDrawings(['a']);
  expect(cell.at()).toBeNull();
  expect(cell.covers()).toBe(false);
  dispose();
});

it('[CLASS57] the table is out of reach after the cell took the focus, and within it before it gives it back', () => {
  const { cell, went, dispose } = openMatrix();
  cell.open([7, 1]);
  cell.close();
  expect(went).toEqual([
    [false, false],
    [true, false],
    [true, true],
    [true, false],
    [false, false],
  ]);
  dispose();
});
