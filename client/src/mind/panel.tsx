import { For, type JSX, Show } from 'solid-js';
import type { Mark } from '../room/marks.tsx';
import { words } from '../words/words.ts';
import { Bars } from './bars.tsx';
import { HeadlineView } from './headline.tsx';
import { before } from './lead.ts';
import type { Mind } from './mind.ts';
import { Ribbon } from './ribbon.tsx';
import { Seen } from './seen.tsx';
import { Spoken } from './spoken.tsx';

interface PanelProps {
  readonly mind: Mind;
  /** What is said over the ink: a glyph may be part of a number. */
  readonly marks: readonly Mark[];
  /** Whether ink that is newer than what was read waits for the line to come back. */
  readonly behind: boolean;
  /** What there is to draw, said while there is no ink. */
  readonly asked: string;
  readonly onLookInside?: () => void;
}

/** What the network thinks: headline, ten bars, how it changed its mind, and what it sees. */
export function Panel(props: PanelProps): JSX.Element {
  const past = () => (props.mind.rewound() === null ? before(props.mind.history()) : null);
  return (
    <aside class="panel" aria-label={words().network}>
      <HeadlineView
        say={props.mind.say()}
        probabilities={props.mind.probabilities()}
        before={past()}
        behind={props.behind}
        asked={props.asked}
      />
      <Bars probabilities={props.mind.probabilities()} />
      <section class="panel-ribbon">
        <h2 class="panel-title">{words().ribbon}</h2>
        <Ribbon
          history={props.mind.history()}
          rewound={props.mind.rewound()}
          onRewind={props.mind.rewind}
        />
      </section>
      <section class="panel-seen">
        <Seen ink={props.mind.ink()} />
        <p>
          <For each={words().seen}>{(line) => <span class="panel-line">{line} </span>}</For>
          <Show when={props.onLookInside}>
            <button type="button" class="link panel-inside" onClick={() => props.onLookInside?.()}>
              {words().lookInside}{' '}
              <span class="arrow" aria-hidden="true">
                →
              </span>
            </button>
          </Show>
        </p>
      </section>
      <Spoken mind={props.mind} marks={props.marks} />
    </aside>
  );
}
