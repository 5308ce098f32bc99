import { For, type JSX } from 'solid-js';
import { words } from '../words/words.ts';

/** The stage's keys. */
export function StageHelp(props: { readonly host: boolean }): JSX.Element {
  const keys = (): readonly (readonly [string, string])[] => [
    ['F', words().keyFullscreen],
    ['T', words().keyTheme],
    ['C', words().keyCode],
    ['B', words().keyBoard],
    ['G', words().keyGrid],
    ['← →', words().keyTiles],
    ['M', words().keyMatrix],
    ...(props.host ? ([['R', words().keyRemote]] as const) : []),
    ['?', words().keyHelp],
    ['Esc', words().keyEscape],
  ];
  return (
    <div class="stage-help" role="dialog" aria-label={words().stageKeys}>
      <h2>{words().stageKeys}</h2>
      <dl>
        <For each={keys()}>
          {([key, does]) => (
            <div>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          )}
        </For>
      </dl>
    </div>
  );
}
