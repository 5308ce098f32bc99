import { For, Index, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { confusionOf, type Drawing, READ_AS } from '../lesson/record.ts';
import { holdFocus } from '../room/hold-focus.ts';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';
import { LargeDrawing, SmallDrawing } from './drawing-picture.tsx';
import { captionOf, gridShape } from './grid-shape.ts';
import { createOpenCell } from './open-cell.ts';

interface MatrixProps {
  readonly drawings: readonly Drawing[];
  readonly names: boolean;
}

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const IN_A_CELL = 3;

const isOther = (column: number) => column === READ_AS - 1;

/** The class's confusion matrix, with the real drawings in its cells. A cell opens its drawings. */
export function Matrix(props: MatrixProps): JSX.Element {
  const confusion = () => confusionOf(props.drawings);
  let matrix: HTMLElement | undefined;
  const isEmpty = () => confusion().accuracy.every((now) => now === null);
  const cell = createOpenCell(([row, column]) => confusion().cells[row]?.[column] ?? []);
  onMount(() => {
    // Escape closes what lies on top, and only that.
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !cell.at()) return;
      event.stopImmediatePropagation();
      cell.close();
    };
    window.addEventListener('keydown', press, true);
    onCleanup(() => window.removeEventListener('keydown', press, true));
  });
  /** All drawings of a cell at once, as large as they may be. */
  const shape = () => {
    const caption = captionOf({ w: innerWidth, h: innerHeight });
    const space = { w: innerWidth * 0.92, h: innerHeight * 0.82, caption };
    const { columns, w, h } = gridShape(cell.drawings().length, space);
    const side = `${Math.min(w, h)}px`;
    return { '--columns': columns, '--side': side, '--caption': `${caption}px` };
  };
  const columnName = (column: number) =>
    isOther(column) ? classWords().matrixElse : String(column);
  const shareOf = (digit: number) => {
    const now = confusion().accuracy[digit];
    return now ? words().percent(Math.round((now.right / now.of) * 100)) : '';
  };
  const hardest = () => {
    const digit = confusion().hardest;
    const now = digit === null ? null : confusion().accuracy[digit];
    return digit === null || !now ? '' : classWords().matrixHardest(digit, now.right, now.of);
  };
  return (
    <div ref={(it) => (matrix = it)} class="matrix" data-testid="matrix" tabIndex={-1}>
      <header class="matrix-head">
        <h2 class="stage-title voice">{classWords().matrix}</h2>
        <Show when={!isEmpty()}>
          <p class="stage-quiet">{classWords().matrixAxes}</p>
        </Show>
      </header>
      <Show when={!isEmpty()} fallback={<p class="verdict-of">{classWords().matrixEmpty}</p>}>
        <table inert={cell.covers()}>
          <thead>
            <tr>
              <td />
              <For each={[...DIGITS, READ_AS - 1]}>
                {(column) => <th scope="col">{columnName(column)}</th>}
              </For>
              <th scope="col">{classWords().matrixRight}</th>
            </tr>
          </thead>
          <tbody>
            <For each={DIGITS}>
              {(row) => (
                <tr>
                  <th scope="row">{row}</th>
                  <Index each={confusion().cells[row] ?? []}>
                    {(drawings, column) => (
                      <td
                        classList={{
                          'matrix-right': row === column,
                          'matrix-wrong': row !== column && drawings().length > 0,
                        }}
                      >
                        <Show when={drawings().length > 0}>
                          <button
                            type="button"
                            aria-label={classWords().matrixCell(
                              String(row),
                              columnName(column),
                              drawings().length,
                            )}
                            onClick={() => cell.open([row, column])}
                          >
                            <For each={drawings().slice(0, IN_A_CELL)}>
                              {(drawing) => <SmallDrawing drawing={drawing} />}
                            </For>
                            <span aria-hidden="true">{drawings().length}</span>
                          </button>
                        </Show>
                      </td>
                    )}
                  </Index>
                  <td class="matrix-share figures">{shareOf(row)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
      <p class="matrix-hardest">{hardest()}</p>
      <Show when={cell.at()}>
        {(at) => (
          <div
            ref={(panel) => onMount(() => holdFocus(panel, () => matrix))}
            class="matrix-open"
            role="dialog"
            tabIndex={-1}
            aria-label={classWords().matrixCell(
              String(at()[0]),
              columnName(at()[1]),
              cell.drawings().length,
            )}
          >
            <header>
              <p class="voice">
                {at()[0]} <span class="arrow">→</span> {columnName(at()[1])}
              </p>
              <button type="button" class="button-quiet" onClick={cell.close}>
                {words().close}
              </button>
            </header>
            <ul style={shape()}>
              <For each={cell.drawings()}>
                {(drawing) => (
                  <li>
                    <LargeDrawing drawing={drawing} />
                    <span>{props.names ? drawing.name : '\u00a0'}</span>
                  </li>
                )}
              </For>
            </ul>
          </div>
        )}
      </Show>
    </div>
  );
}
