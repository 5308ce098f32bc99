import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import { winner } from './truth.ts';

test('[E2E1] two people watch the network change its mind while the pen is down', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const ben = await arrive(`/${code}`);
  await ben.saved();

  const hand = await ada.hand(penDigit(3));
  const seen: (number | null)[][] = [];
  for (const share of [0.25, 0.4, 0.55, 0.7, 0.85, 1]) {
    await hand.to(share);
    // Both screens come to show what the server reads in the ink so far.
    await expect
      .poll(async () => {
        const [reading] = (await truth.canvas(code)).readings;
        const said = [await ada.barsSay(), await ben.barsSay()];
        seen.push(said);
        return reading !== undefined && said.every((digit) => digit === winner(reading));
      })
      .toBe(true);
  }
  expect((await truth.canvas(code)).strokes.every((stroke) => !stroke.done)).toBe(true);
  for (const who of [0, 1]) {
    const minds = new Set(seen.map((said) => said[who]).filter((digit) => digit !== null));
    expect(minds.size, `digits that screen ${who} named while the pen was down`).toBeGreaterThan(1);
  }
  await truth.reads(code, 3);

  await hand.lift();
  await truth.strokes(code, 1);
  for (const person of [ada, ben]) {
    await person.says(3);
    await person.shows(hand.way);
  }
});

test('[E2E2] three digits by three people are three readings at once', async ({
  arrive,
  truth,
}) => {
  const first = await arrive('/');
  const code = await first.code();
  const people = [first, await arrive(`/${code}`), await arrive(`/${code}`)];
  const digits = [2, 5, 7].map((label) => penDigit(label));
  const hands = await Promise.all(
    people.map(async (person, i) => {
      await person.saved();
      const digit = digits[i] ?? penDigit(0);
      return person.hand(digit, { x: 0.22 + 0.28 * i, y: [0.3, 0.7, 0.35][i] ?? 0.5, size: 0.25 });
    }),
  );
  await Promise.all(hands.map((hand) => hand.finish()));

  await truth.reads(code, 2, 5, 7);
  const { strokes, readings } = await truth.canvas(code);
  expect(new Set(strokes.map((stroke) => stroke.author)).size).toBe(3);
  for (const reading of readings) {
    expect(new Set(reading.strokes.map(([author]) => author)).size).toBe(1);
  }
  for (const person of people) {
    for (const hand of hands) await person.shows(hand.way);
    for (const reading of readings) {
      const name = new RegExp(`Reading: ${winner(reading)}`);
      await expect(person.page.getByRole('button', { name })).toBeVisible();
    }
  }
});
