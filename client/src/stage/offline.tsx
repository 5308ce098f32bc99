import './offline.css';
import { createEffect, createMemo, createSignal, type JSX, onCleanup } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { words } from '../words/words.ts';

/** A line that is back before that leaves nothing old to be seen. */
const AFTER_MS = 2000;

/** Says that what the stage shows is not of now: its line is down. */
export function Offline(props: { readonly link: RoomLink }): JSX.Element {
  const away = createMemo(() => props.link.link().at === 'away');
  const [long, setLong] = createSignal(false);
  createEffect(() => {
    setLong(false);
    if (!away()) return;
    const timer = setTimeout(() => setLong(true), AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <p class="stage-offline" role="status" data-testid="stage-offline">
      {long() ? words().offline : ''}
    </p>
  );
}
