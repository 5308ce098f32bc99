import { type JSX, onCleanup, onMount } from 'solid-js';
import type { Tool } from '../ink/surface.tsx';
import type { OwnInk } from '../link/link.ts';
import { words } from '../words/words.ts';
import { EraserIcon, PenIcon, RedoIcon, UndoIcon } from './icons.tsx';
import { type Deed, deedOf, isTyping } from './keys.ts';

interface ToolbarProps {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly ink: Pick<OwnInk, 'undo' | 'redo' | 'canUndo' | 'canRedo'>;
  readonly disabled: boolean;
}

/** Pen, eraser, undo, redo: the only tools there are, each with its key. */
export function Toolbar(props: ToolbarProps): JSX.Element {
  const deeds: Record<Deed, () => void> = {
    pen: () => props.onTool('pen'),
    eraser: () => props.onTool('eraser'),
    undo: () => props.ink.undo(),
    redo: () => props.ink.redo(),
  };
  onMount(() => {
    const press = (event: KeyboardEvent) => {
      if (props.disabled || isTyping(event.target)) return;
      const deed = deedOf(event);
      if (!deed) return;
      event.preventDefault();
      deeds[deed]();
    };
    window.addEventListener('keydown', press);
    onCleanup(() => window.removeEventListener('keydown', press));
  });
  return (
    <div class="toolbar" role="toolbar" aria-label={words().tools}>
      <button
        type="button"
        class="tool"
        title={`${words().pen} (P)`}
        aria-label={words().pen}
        aria-keyshortcuts="p"
        aria-pressed={props.tool === 'pen'}
        disabled={props.disabled}
        onClick={deeds.pen}
      >
        <PenIcon />
      </button>
      <button
        type="button"
        class="tool"
        title={`${words().eraser} (E)`}
        aria-label={words().eraser}
        aria-keyshortcuts="e"
        aria-pressed={props.tool === 'eraser'}
        disabled={props.disabled}
        onClick={deeds.eraser}
      >
        <EraserIcon />
      </button>
      <button
        type="button"
        class="tool"
        title={`${words().undo} (Ctrl+Z)`}
        aria-label={words().undo}
        aria-keyshortcuts="Control+z Meta+z"
        aria-disabled={!props.ink.canUndo()}
        disabled={props.disabled}
        onClick={deeds.undo}
      >
        <UndoIcon />
      </button>
      <button
        type="button"
        class="tool"
        title={`${words().redo} (Ctrl+Shift+Z)`}
        aria-label={words().redo}
        aria-keyshortcuts="Control+Shift+z Control+y Meta+Shift+z"
        aria-disabled={!props.ink.canRedo()}
        disabled={props.disabled}
        onClick={deeds.redo}
      >
        <RedoIcon />
      </button>
    </div>
  );
}
