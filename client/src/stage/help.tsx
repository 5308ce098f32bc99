import { For, type JSX } from 'solid-js';
import { classWords } from '../words/class-words.ts';
import { words } from '../words/words.ts';

/** The stage's keys. */
export function StageHelp(props: { readonly host: boolean }): JSX.Element {
  const keys = (): readonly (readonly [string, string])[] => [
    ['F', classWords().keyFullscreen],
    ['T', classWords().keyTheme],
    ['C', classWords().keyCode],
    ['B', classWords().keyBoard],
    ['G', classWords().keyGrid],
    ['← →', classWords().keyTiles],
    ['M', classWords().keyMatrix],
    ['I', words().lookInside],
    ...(props.host ? ([['R', classWords().keyRemote]] as const) : []),
    ['?', classWords().keyHelp],
    ['Esc', classWords().keyEscape],
  ];
  return (
    <div class="stage-help" role="dialog" aria-label={classWords().stageKeys}>
      <h2>{classWords().stageKeys}</h2>
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
