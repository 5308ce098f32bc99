import type { Reason } from '@inkling/shared/protocol';
import { type JSX, Show } from 'solid-js';
import { sentenceOf, words } from '../words/words.ts';

interface EndingProps {
  /** One sentence. */
  readonly message: string;
  readonly reason?: Reason;
  /** What there is left to do, under the ways on. */
  readonly children?: JSX.Element;
}

/** Reasons that pass: trying again may help. */
const PASSING: readonly Reason[] = [
  'room-full',
  'closed',
  'removed',
  'busy',
  'too-old',
  'too-fast',
];

/** Where a page ends that leads to no room: one sentence, and a way on. */
export function Ending(props: EndingProps): JSX.Element {
  return (
    <main class="ending">
      <p class="wordmark">inkling</p>
      <h1 data-testid="ending">
        {props.reason
          ? sentenceOf({ reason: props.reason, message: props.message })
          : props.message}
      </h1>
      <p class="ending-ways">
        <a class="button" href="/">
          {words().newRoom}
        </a>
        <Show when={props.reason && PASSING.includes(props.reason)}>
          <a class="link" href={location.href} onClick={() => location.reload()}>
            {words().tryAgain}
          </a>
        </Show>
      </p>
      {props.children}
    </main>
  );
}
