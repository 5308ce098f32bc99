import { For, type JSX, onCleanup, onMount } from 'solid-js';
import { holdFocus } from '../room/hold-focus.ts';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';
import { deedOf, type StageDeed } from './stage-keys.ts';

interface HelpProps {
  readonly host: boolean;
  readonly isClass: boolean;
  readonly onDeed: (deed: StageDeed) => void;
  readonly onClose: () => void;
}

/** A key as it is written, and as a keyboard tells it where that is not the same. */
type Key = readonly [written: string, told?: string];

type Row = readonly [keys: readonly Key[], does: string];

/** The stage's keys, each to be pressed here as well: a board that is only touched has no others. */
export function StageHelp(props: HelpProps): JSX.Element {
  let panel!: HTMLDivElement;
  onMount(() => {
    holdFocus(panel);
    const outside = (event: Event) => {
      if (event.target instanceof Node && !panel.contains(event.target)) props.onClose();
    };
    window.addEventListener('pointerdown', outside);
    onCleanup(() => window.removeEventListener('pointerdown', outside));
  });
  const rows = (): readonly Row[] => {
    const tiles: Key[] = [
      ['←', 'ArrowLeft'],
      ['→', 'ArrowRight'],
    ];
    // As the arrows lie, so they stand.
    if (document.documentElement.dir === 'rtl') tiles.reverse();
    const all: readonly (Row | false)[] = [
      document.fullscreenEnabled && [[['F']], classWords().keyFullscreen],
      [[['T']], classWords().keyTheme],
      [[['C']], classWords().keyCode],
      props.isClass && [[['B']], classWords().keyBoard],
      props.isClass && [[['G']], classWords().keyGrid],
      props.isClass && [tiles, classWords().keyTiles],
      [[['M']], classWords().keyMatrix],
      [[['I']], words().lookInside],
      props.host && [[['R']], classWords().keyRemote],
      [[['?']], classWords().keyHelp],
      [[['Esc', 'Escape']], classWords().keyEscape],
    ];
    return all.filter((row) => row !== false);
  };
  const press = ([written, told = written]: Key) => {
    const deed = deedOf(told, document.documentElement.dir);
    if (deed) props.onDeed(deed);
  };
  return (
    <div
      ref={panel}
      class="stage-help"
      role="dialog"
      tabIndex={-1}
      aria-label={classWords().stageKeys}
    >
      <h2>{classWords().stageKeys}</h2>
      <ul>
        <For each={rows()}>
          {([keys, does]) => (
            <li>
              <For each={keys.slice(0, -1)}>
                {(key) => (
                  <button type="button" aria-label={`${key[0]} ${does}`} onClick={() => press(key)}>
                    <kbd>{key[0]}</kbd>
                  </button>
                )}
              </For>
              <For each={keys.slice(-1)}>
                {(key) => (
                  <button type="button" onClick={() => press(key)}>
                    <kbd>{key[0]}</kbd> <span>{does}</span>
                  </button>
                )}
              </For>
            </li>
          )}
        </For>
      </ul>
    </div>
  );
}
