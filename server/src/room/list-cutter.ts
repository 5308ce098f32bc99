import * as Y from 'yjs';

/** Entries lie in items of many, and splitting one copies it: so many are split off at a time, for the runs among them. */
const SPLIT_OFF = 256;

/** Deletes a run of entries; each lies before those that were deleted before it. */
export type CutRun = (start: number, length: number) => void;

/**
 * Deletes runs of a list in one walk from its end to its beginning, within a transaction. `Y.Array.delete` looks for every
 * run anew and, in a list that one client wrote, passes all that was ever in it (Yjs 13.6, `findMarker`), and splits items of
 * all that is left: runs took milliseconds each.
 *
 * @returns What deletes one run; `start` and `length` in entries, as the list was before the first.
 */
export function listCutter<T>(list: Y.Array<T>, transaction: Y.Transaction): CutRun {
  let item = lastItem(list);
  /** Where `item` ends. */
  let end = list.length;
  // They would point to where entries were.
  list._searchMarker?.splice(0);
  return (start, length) => {
    const until = start + length;
    while (item && end > start) {
      const { id, left, deleted, countable } = item;
      const begin = deleted || !countable ? end : end - item.length;
      const [from, to] = [Math.max(begin, start), Math.min(end, until)];
      if (from < to) {
        const split = (at: number) =>
          Y.getItemCleanStart(transaction, Y.createID(id.client, id.clock + at - begin));
        if (to < end || begin < from) {
          const off = to - SPLIT_OFF;
          if (begin < off) {
            item = split(off);
            continue;
          }
        }
        if (to < end) split(to);
        if (begin < from) split(from).delete(transaction);
        else item.delete(transaction);
      }
      // What is left of this item is before the run.
      if (begin < from && from < to) {
        end = from;
        return;
      }
      item = left;
      end = begin;
    }
  };
}

function lastItem<T>(list: Y.Array<T>): Y.Item | null {
  let item = list._start;
  while (item?.right) item = item.right;
  return item;
}
