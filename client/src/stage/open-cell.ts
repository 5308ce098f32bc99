import { type Accessor, createEffect, createMemo, createSignal } from 'solid-js';

/** Where a cell of the matrix is: what was asked, and what it was read as. */
export type Cell = readonly [row: number, column: number];

interface OpenCell<Drawing> {
  readonly at: Accessor<Cell | null>;
  readonly drawings: Accessor<readonly Drawing[]>;
  /** Whether what lies under it is out of reach: only after the cell took the focus, and until it is about to give it back. */
  readonly covers: Accessor<boolean>;
  open(at: Cell): void;
  close(): void;
}

/** The cell that lies open over the matrix. It closes when its drawings are gone, as behind the curtain. */
export function createOpenCell<Drawing>(
  drawingsOf: (at: Cell) => readonly Drawing[],
): OpenCell<Drawing> {
  const [at, setAt] = createSignal<Cell | null>(null);
  const [covers, setCovers] = createSignal(false);
  const drawings = createMemo(() => {
    const now = at();
    return now ? drawingsOf(now) : [];
  });
  const open = (cell: Cell) => {
    setAt(cell);
    setCovers(true);
  };
  const close = () => {
    setCovers(false);
    setAt(null);
  };
  createEffect(() => {
    if (at() && drawings().length === 0) close();
  });
  return { at, drawings, covers, open, close };
}
