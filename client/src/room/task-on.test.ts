import type { Task } from '@inkling/shared/protocol';
import { expect, it } from 'vitest';
import { taskOn } from './task-on.ts';

it('[LOOK45] a task is that of a tile, or of a room that is one board, but not of the board that a class was called to', () => {
  const task: Task = { kind: 'draw', target: '7', began: 1 };
  expect(taskOn(null)).toBeNull();
  expect(taskOn({ kind: 'class', spotlight: null, task: null })).toBeNull();
  expect(taskOn({ kind: 'class', spotlight: null, task })).toBe(task);
  expect(taskOn({ kind: 'class', spotlight: 3, task })).toBe(task);
  expect(taskOn({ kind: 'class', spotlight: 0, task })).toBeNull();
  expect(taskOn({ kind: 'board', spotlight: 0, task })).toBe(task);
});
