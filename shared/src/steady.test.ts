import { expect, it } from 'vitest';
import { SILENCE, type Steady, steady } from './steady.ts';

const sure = (digit: number, p = 250) => {
  const probabilities = new Uint8Array(11);
  probabilities[digit] = p;
  probabilities[(digit + 5) % 10] = 255 - p;
  return probabilities;
};

/** The headline after readings at their times, asked again whenever it wanted to be. */
function after(readings: readonly [at: number, probabilities: Uint8Array | null][]): Steady {
  let state = SILENCE;
  let last: Uint8Array | null = null;
  for (const [at, probabilities] of readings) {
    while (state.again < at) state = steady(state, last, state.again);
    state = steady(state, probabilities, at);
    last = probabilities;
  }
  return state;
}

it('[HEAD1] no ink, no word', () => {
  expect(after([[0, null]]).headline).toEqual({ at: 'silent' });
  expect(
    after([
      [0, sure(4)],
      [1000, sure(4)],
      [1001, null],
    ]).headline,
  ).toEqual({ at: 'silent' });
});

it('[HEAD2] a digit is said once it has been clear for a moment', () => {
  expect(
    after([
      [0, sure(4)],
      [100, sure(4)],
    ]).headline,
  ).toEqual({ at: 'silent' });
  expect(
    after([
      [0, sure(4)],
      [200, sure(4)],
    ]).headline,
  ).toMatchObject({ at: 'sure', digit: 4 });
});

it('[HEAD3] a flicker changes nothing', () => {
  const state = after([
    [0, sure(4)],
    [300, sure(4)],
    [400, sure(9)],
    [500, sure(4)],
    [900, sure(4)],
  ]);
  expect(state.headline).toMatchObject({ at: 'sure', digit: 4 });
});

it('[HEAD4] what lasts is believed, without another reading', () => {
  const state = after([
    [0, sure(4)],
    [300, sure(4)],
    [400, sure(9)],
  ]);
  expect(state.headline).toMatchObject({ digit: 4 });
  expect(state.again).toBeGreaterThan(400);
  expect(steady(state, sure(9), state.again).headline).toMatchObject({ at: 'sure', digit: 9 });
});

it('[HEAD5] below the threshold it names the two likeliest', () => {
  const doubt = new Uint8Array(11);
  doubt[4] = 130;
  doubt[9] = 110;
  expect(
    after([
      [0, doubt],
      [700, doubt],
    ]).headline,
  ).toEqual({ at: 'unsure', digits: [4, 9] });
});

it('[HEAD6] what is no digit is called so', () => {
  const refused = new Uint8Array(11);
  refused[10] = 240;
  expect(
    after([
      [0, refused],
      [700, refused],
    ]).headline,
  ).toEqual({ at: 'not-a-digit' });
});
