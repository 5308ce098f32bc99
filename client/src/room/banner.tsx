import { type JSX, Show } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { words } from '../words/words.ts';
import { isAtBoard, taskOn } from './task-on.ts';

interface BannerProps {
  readonly link: RoomLink;
  readonly frozen: boolean;
  readonly onVote: () => void;
}

/** What the host asks of everybody just now: to stop, or to draw something. */
export function Banner(props: BannerProps): JSX.Element {
  const task = () => taskOn(props.link.room());
  /** What the host does with one's own drawing. */
  const aside = () => {
    const room = props.link.room();
    const mine = props.link.you()?.surface;
    if (room?.kind !== 'class') return '';
    if (isAtBoard(room)) return words().atBoard;
    if (room.curtain) return words().curtained;
    return mine && room.spotlight === mine ? words().onStage : '';
  };
  return (
    <div class="banner-place" role="status">
      <Show when={props.frozen || task()}>
        <p class="banner" data-testid="banner">
          <span class="banner-says">
            <Show when={props.frozen}>
              <span>{words().frozen}</span>
            </Show>
            <Show when={task()}>
              {(now) => <span>{words().taskTitle(now().kind, now().target ?? '')}</span>}
            </Show>
          </span>
          <Show when={task()?.kind === 'fool' && !props.link.room()?.curtain}>
            <button type="button" class="button" onClick={() => props.onVote()}>
              {words().voteOpen}
            </button>
          </Show>
        </p>
      </Show>
      <Show when={aside()}>
        <p class="banner-aside" data-testid="banner-aside">
          {aside()}
        </p>
      </Show>
    </div>
  );
}
