import './downloads.css';
import { createSignal, type JSX, Show } from 'solid-js';
import { classWords } from '../words/class-words.ts';
import { readLesson, withoutRemoved } from './kept-lesson.ts';
import type { Drawing } from './record.ts';
import { type ReportFile, toCsv, toIdx, toJson, toJsonLines, toSvg } from './report.ts';

function save({
  name,
  type,
  parts,
}: ReportFile | { name: string; type: string; parts: Blob[] }): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function savePng(name: string, svg: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob) save({ name, type: 'image/png', parts: [blob] });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The lesson's results to keep: tables, drawings and, when students were told, a nameless data set. */
export function Downloads(props: {
  readonly code: string;
  readonly drawings: readonly Drawing[];
}): JSX.Element {
  const [told, setTold] = createSignal(false);
  const name = (end: string) =>
    `inkling-${props.code}-${new Date().toISOString().slice(0, 10)}${end}`;
  const text = (end: string, type: string, part: string) =>
    save({ name: name(end), type, parts: [part] });
  const dataSet = () => {
    const { images, labels } = toIdx(props.drawings);
    const type = 'application/octet-stream';
    save({ name: name('-images-idx3-ubyte'), type, parts: [images] });
    save({ name: name('-labels-idx1-ubyte'), type, parts: [labels] });
    text('-ink.jsonl', 'application/jsonl', toJsonLines(props.drawings));
  };
  return (
    <div class="downloads" data-testid="downloads">
      <Show
        when={props.drawings.length > 0}
        fallback={<p class="downloads-note">{classWords().reportEmpty}</p>}
      >
        <p class="downloads-note">{classWords().reportHas(props.drawings.length)}</p>
        <div class="downloads-kinds">
          <button
            type="button"
            class="button-quiet"
            onClick={() => text('.csv', 'text/csv', toCsv(props.drawings))}
          >
            CSV
          </button>
          <button
            type="button"
            class="button-quiet"
            onClick={() => text('.json', 'application/json', toJson(props.code, props.drawings))}
          >
            JSON
          </button>
          <button
            type="button"
            class="button-quiet"
            onClick={() => text('.svg', 'image/svg+xml', toSvg(props.drawings))}
          >
            SVG
          </button>
          <button
            type="button"
            class="button-quiet"
            onClick={() => void savePng(name('.png'), toSvg(props.drawings))}
          >
            PNG
          </button>
        </div>
        <label class="downloads-told">
          <input
            type="checkbox"
            checked={told()}
            onChange={(event) => setTold(event.currentTarget.checked)}
          />
          <span>{classWords().studentsTold}</span>
        </label>
        <button type="button" class="button-quiet" disabled={!told()} onClick={dataSet}>
          {classWords().dataSet}
        </button>
      </Show>
    </div>
  );
}

/** What is left to take along when the room has ended: the report that this tab kept. */
export function KeptReport(props: { readonly code: string }): JSX.Element {
  const drawings = withoutRemoved(readLesson(props.code));
  return (
    <Show when={drawings.length > 0}>
      <section class="kept-report">
        <h2>{classWords().report}</h2>
        <Downloads code={props.code} drawings={drawings} />
      </section>
    </Show>
  );
}
