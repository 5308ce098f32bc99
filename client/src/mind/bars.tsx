import { For, type JSX } from 'solid-js';
import { words } from '../words/words.ts';
import { leaderOf } from './lead.ts';

interface BarsProps {
  /** Eleven probabilities × 255; null while there is nothing to read. */
  readonly probabilities: Uint8Array | null;
}

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Ten bars: the raw truth, without the headline's steadiness. */
export function Bars(props: BarsProps): JSX.Element {
  const most = () => props.probabilities && leaderOf(props.probabilities);
  const percent = (digit: number) => Math.round(((props.probabilities?.[digit] ?? 0) / 255) * 100);
  return (
    <ul class="bars" aria-label={words().network} data-testid="bars">
      <For each={DIGITS}>
        {(digit) => (
          <li
            class="bar"
            classList={{ 'bar-most': most() === digit }}
            data-digit={digit}
            data-percent={percent(digit)}
            aria-label={words().bar(digit, percent(digit))}
          >
            <span class="bar-digit" aria-hidden="true">
              {digit}
            </span>
            <span class="bar-track" aria-hidden="true">
              <span
                class="bar-fill"
                style={{ transform: `scaleX(${(props.probabilities?.[digit] ?? 0) / 255})` }}
              />
            </span>
            <span class="bar-value figures" aria-hidden="true">
              {props.probabilities ? percent(digit) : ''}
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}
