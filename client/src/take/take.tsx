import './take.css';
import { toSvg } from '@inkling/shared/svg';
import { createEffect, createSignal, type JSX, on, onCleanup } from 'solid-js';
import { fromJson, toJson, toPng } from '../ink/export.ts';
import type { RoomLink } from '../link/link.ts';
import { Popover } from '../room/popover.tsx';
import { words } from '../words/words.ts';
import { inkHere } from './ink-here.ts';
import { save } from './save.ts';

interface TakeProps {
  readonly id: string;
  readonly link: RoomLink;
  readonly surface: number;
  /** A file that somebody dropped on the page. */
  readonly dropped: File | null;
  /** Nobody may draw just now, so no ink comes in either. */
  readonly frozen: boolean;
  readonly onReplay: () => void;
  readonly onClose: () => void;
}

/** The paper under a PNG: a see-through picture is unreadable in a dark viewer. */
const PAPER = '#faf8f3';
/** A file beyond this is not opened: a full room weighs less. */
const FILE_BYTES = 64 * 1024 * 1024;

type Kind = 'svg' | 'png' | 'json';
const KINDS: readonly Kind[] = ['svg', 'png', 'json'];

/** The drawing to keep, ink to bring in, and how the drawing came about. */
export function Take(props: TakeProps): JSX.Element {
  const { link } = props;
  const [news, setNews] = createSignal(0);
  onCleanup(link.onStrokes(() => setNews((n) => n + 1)));
  onCleanup(link.ownInk.onChange(() => setNews((n) => n + 1)));
  const [said, setSaid] = createSignal('');
  let file!: HTMLInputElement;

  const ink = () => {
    news();
    return inkHere(link, props.surface);
  };
  const none = () => ink().length === 0;
  const contentOf = async (kind: Kind): Promise<Blob> => {
    const { colorOf } = link;
    const sheetful = { strokes: ink(), surface: props.surface, colorOf };
    if (kind === 'png') return toPng({ ...sheetful, paper: PAPER });
    if (kind === 'svg') return new Blob([toSvg(sheetful)], { type: 'image/svg+xml' });
    return new Blob([toJson(sheetful)], { type: 'application/json' });
  };
  const take = async (kind: Kind) => {
    const day = new Date().toISOString().slice(0, 10);
    const name = `inkling-${link.room()?.code ?? ''}-${day}.${kind}`;
    save({ name, content: await contentOf(kind) });
  };
  const bring = async (chosen: File | null | undefined) => {
    if (!chosen) return;
    if (props.frozen) return setSaid(words().frozen);
    const text = chosen.size > FILE_BYTES ? '' : await chosen.text().catch(() => '');
    const strokes = fromJson(text, props.surface);
    if (!strokes || strokes.length === 0) return setSaid(words().noInkInFile);
    link.ownInk.paste(strokes);
    setSaid(words().broughtIn(strokes.length));
  };
  createEffect(
    on(
      () => props.dropped,
      (dropped) => void bring(dropped),
    ),
  );

  return (
    <Popover id={props.id} label={words().take} onClose={props.onClose} class="take">
      <h2 class="take-title">{words().take}</h2>
      <div class="take-kinds">
        {KINDS.map((kind) => (
          <button
            type="button"
            class="button-quiet"
            aria-label={words().download(kind.toUpperCase())}
            disabled={none()}
            onClick={() => void take(kind)}
          >
            {kind.toUpperCase()}
          </button>
        ))}
      </div>
      <p class="take-note">{words().takeNote}</p>
      <div class="take-more">
        <button
          type="button"
          class="button-quiet"
          disabled={none()}
          onClick={() => props.onReplay()}
        >
          {words().replay}
        </button>
        <button
          type="button"
          class="button-quiet"
          data-first={none() ? '' : undefined}
          disabled={props.frozen}
          onClick={() => file.click()}
        >
          {words().bringIn}
        </button>
        <input
          ref={file}
          hidden
          type="file"
          accept=".json,application/json"
          data-testid="bring-in"
          onChange={(event) => {
            void bring(event.currentTarget.files?.[0]);
            // So that the same file can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </div>
      <p class="take-said" role="status" data-testid="take-said">
        {said() || <span class="take-drop">{words().bringNote}</span>}
      </p>
    </Popover>
  );
}
