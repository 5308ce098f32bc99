import './ending.css';
import type { Reason } from '@inkling/shared/protocol';
import { createUniqueId, type JSX, Show } from 'solid-js';
import { sentenceOf, words } from '../words/words.ts';
import { CodeField } from './code-field.tsx';

interface EndingProps {
  /** One sentence. */
  readonly message: string;
  readonly reason: Reason;
  /** Whether it is a stage that ends, to be read from ten metres. */
  readonly far: boolean;
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
  const whyId = createUniqueId();
  const noRoom = () => props.reason === 'no-such-room';
  return (
    <main class="ending" classList={{ 'ending-far': props.far }}>
      <p class="wordmark">inkling</p>
      <h1 id={whyId} data-testid="ending">
        {sentenceOf({ reason: props.reason, message: props.message })}
      </h1>
      <Show when={noRoom()}>
        <CodeField why={whyId} />
      </Show>
      <p class="ending-ways">
        <a class={noRoom() ? 'link' : 'button'} href="/">
          {words().newRoom}
        </a>
        <Show when={PASSING.includes(props.reason)}>
          <a class="link" href={location.href} onClick={() => location.reload()}>
            {words().tryAgain}
          </a>
        </Show>
      </p>
      {props.children}
    </main>
  );
}
