import './replay.css';
import { For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { inkColor } from '../ink/colors.ts';
import { REPLAY_SPEEDS } from '../ink/replay.ts';
import type { RoomLink } from '../link/link.ts';
import type { Mind } from '../mind/mind.ts';
import { isTyping } from '../room/keys.ts';
import { dark } from '../theme.ts';
import { secondsInWords } from '../words/figures.ts';
import { words } from '../words/words.ts';
import { createReplay, type Shown } from './create-replay.ts';
import { momentOf } from './player.ts';
import { Track } from './track.tsx';

interface ReplayBarProps {
  readonly link: RoomLink;
  readonly surface: number;
  readonly mind: Mind;
  /** Called with what the room is to show, and with null when the replay is over. */
  readonly onShow: (shown: Shown | null) => void;
  readonly onClose: () => void;
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
const PLAY = 'M8 5.5v13l10.5-6.5z';
const PAUSE = 'M8.5 6v12M15.5 6v12';
const CROSS = 'M6.5 6.5l11 11M17.5 6.5l-11 11';

function Sign(props: { readonly d: string }): JSX.Element {
  return (
    <svg class="replay-sign" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={props.d} />
    </svg>
  );
}

/** A seek bar over the ink's time. Whoever asked for less motion presses play first. */
export function ReplayBar(props: ReplayBarProps): JSX.Element {
  const { link, surface, mind } = props;
  const still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false;
  const close = () => {
    props.onClose();
    // Focus goes back to where a replay is opened: the code, or on a phone Invite.
    const ways = document.querySelectorAll<HTMLElement>(
      '.head-code > button, .head-invite > button',
    );
    for (const way of ways) if (way.offsetParent) return way.focus({ preventScroll: true });
  };
  const replay = createReplay({ link, surface, mind, begins: !still, onNow: close });
  const { player, seek } = replay;
  const length = () => replay.line().length;
  let slider!: HTMLDivElement;

  const press = (event: KeyboardEvent) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const onSlider =
      event.target instanceof Element && event.target.getAttribute('role') === 'slider';
    // Another slider's keys are its own, and so is the space bar on a button.
    if (onSlider && event.target !== slider && event.key !== 'Escape') return;
    const moment = momentOf(event.key, player().at, length());
    if (event.key === 'Escape') close();
    else if (moment !== null) seek(moment);
    else if (event.key !== ' ' || (event.target as Element).closest?.('button, a')) return;
    else replay.toggle();
    event.preventDefault();
  };
  onMount(() => {
    props.onShow(replay.shown);
    slider.focus({ preventScroll: true });
    window.addEventListener('keydown', press);
  });
  onCleanup(() => {
    window.removeEventListener('keydown', press);
    props.onShow(null);
  });
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * length());
  };

  return (
    <section class="replay" dir="ltr" aria-label={words().replay} data-testid="replay">
      <button
        type="button"
        class="tool"
        aria-label={player().playing ? words().pause : words().play}
        aria-keyshortcuts="Space"
        onClick={replay.toggle}
      >
        <Sign d={player().playing ? PAUSE : PLAY} />
      </button>
      <div
        ref={slider}
        class="replay-seek"
        role="slider"
        tabIndex={0}
        aria-label={words().replayMoment}
        aria-valuemin={0}
        aria-valuemax={Math.round(length())}
        aria-valuenow={Math.round(player().at)}
        aria-valuetext={words().replayAt(seconds(player().at), seconds(length()))}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          replay.hold(true);
          drag(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
        }}
        onLostPointerCapture={() => replay.hold(false)}
      >
        <Track
          ink={replay.ink()}
          line={replay.line()}
          at={player().at}
          colorOf={(author) => inkColor(link.colorOf(author), dark())}
        />
      </div>
      <button type="button" class="tool" aria-label={words().closeReplay} onClick={close}>
        <Sign d={CROSS} />
      </button>
      <div class="replay-foot">
        <p class="replay-time figures">
          <bdi>{secondsInWords(player().at)}</bdi>
          <Show when={replay.unread()}>
            <span class="replay-unread">{words().notKept}</span>
          </Show>
        </p>
        <fieldset class="replay-speeds">
          <legend class="unseen">{words().speed}</legend>
          <For each={REPLAY_SPEEDS}>
            {(speed) => (
              <button
                type="button"
                class="replay-speed figures"
                aria-pressed={player().speed === speed}
                onClick={() => replay.setSpeed(speed)}
              >
                {speed}×
              </button>
            )}
          </For>
        </fieldset>
      </div>
    </section>
  );
}
