import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';
import type { RoomPage } from './room-page.ts';

const TAKE = /: Take it with you$/;

async function openTake({ page }: RoomPage): Promise<void> {
  await page.getByRole('button', { name: TAKE }).click();
  await expect(page.getByRole('dialog', { name: 'Take it with you' })).toBeVisible();
}

async function download(page: Page, kind: string): Promise<string> {
  const begun = page.waitForEvent('download');
  await page.getByRole('button', { name: `Download the drawing as ${kind}` }).click();
  const file = await begun;
  expect(file.suggestedFilename()).toMatch(/^inkling-[A-Z]{6}-[\d-]{10}\.\w+$/);
  return file.path();
}

test('[TAKE7] a drawing is taken along, cleared, and brought back in', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const hand = await ada.draw(penDigit(3));
  const count = penDigit(3).strokes.length;
  const { strokes } = await truth.strokes(code, count);

  await openTake(ada);
  const json = await download(ada.page, 'JSON');
  expect(readFileSync(await download(ada.page, 'SVG'), 'utf8')).toContain('<path');
  expect(
    readFileSync(await download(ada.page, 'PNG'))
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  await ada.page.keyboard.press('Escape');

  for (const _ of strokes) await ada.page.keyboard.press('Control+z');
  await truth.strokes(code, 0);
  await openTake(ada);
  const file = ada.page.getByTestId('bring-in');
  const said = ada.page.getByTestId('take-said');
  const buffer = Buffer.from('{"strokes":[{"points":"none"}]}');
  await file.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer });
  await expect(said).toContainText('holds no ink');
  await truth.strokes(code, 0);

  await file.setInputFiles(json);
  await expect(said).toContainText('came in');
  const back = await truth.strokes(code, count);
  expect(back.strokes.map(({ points }) => points)).toEqual(strokes.map(({ points }) => points));
  await ada.page.keyboard.press('Escape');
  await ada.shows(hand.way);

  // The same file dropped on the paper, and taken back as one.
  await ada.page.evaluate(
    (text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'ink.json', { type: 'application/json' }));
      const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('[data-surface]')?.dispatchEvent(drop);
    },
    readFileSync(json, 'utf8'),
  );
  await expect(said).toContainText('came in');
  await truth.strokes(code, 2 * count);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('Control+z');
  await truth.strokes(code, count);
});

async function openReplay(ada: RoomPage): Promise<void> {
  await openTake(ada);
  await ada.page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(ada.page.getByTestId('replay')).toBeVisible();
}

test('[REPLAY3] a replay shows the drawing half made, with the readings that were heard', async ({
  arrive,
  truth,
}) => {
  // Less motion asked for: nothing plays by itself.
  const ada = await arrive('/', { reducedMotion: 'reduce' });
  const code = await ada.code();
  const hand = await ada.draw(penDigit(3));
  await truth.reads(code, 3);
  await ada.says(3);
  await ada.shows(hand.way);

  await openReplay(ada);
  const slider = ada.page.getByRole('slider', { name: 'Moment of the replay' });
  const end = Number(await slider.getAttribute('aria-valuemax'));
  expect(end).toBeGreaterThan(0);
  await expect(slider).toHaveAttribute('aria-valuenow', String(end));
  await expect(slider).toBeFocused();

  const box = await slider.boundingBox();
  if (!box) throw new Error('the seek bar is not on the screen');
  await ada.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const middle = Number(await slider.getAttribute('aria-valuenow'));
  expect(middle / end).toBeCloseTo(0.5, 1);
  await expect(slider).toHaveAttribute('aria-valuetext', /^[\d.]+ of [\d.]+ seconds$/);
  await expect.poll(() => ada.inked(hand.way)).toBeLessThan(0.85);
  expect(await ada.inked(hand.way)).toBeGreaterThan(0.1);
  expect(await ada.barsSay()).not.toBeNull();

  await slider.focus();
  await ada.page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await ada.page.getByRole('button', { name: '8×' }).click();
  await slider.focus();
  await ada.page.keyboard.press('Space');
  await expect(slider).toHaveAttribute('aria-valuenow', String(end));
  await ada.page.keyboard.press('ArrowLeft');
  await expect(slider).not.toHaveAttribute('aria-valuenow', String(end));

  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByTestId('replay')).toHaveCount(0);
  await expect(ada.page.getByRole('button', { name: TAKE })).toBeFocused();
  await ada.shows(hand.way);
  await ada.says(3);

  // Nobody draws meanwhile: the hand moves the paper instead.
  await openReplay(ada);
  await ada.draw(penDigit(1), { x: 0.2, y: 0.4, size: 0.2 });
  expect((await truth.canvas(code)).strokes.length).toBe(penDigit(3).strokes.length);
});

test('[REPLAY2] who comes later sees the ink replayed with the readings as they were', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(3));
  await truth.reads(code, 3);
  const ben = await arrive(`/${code}`, { reducedMotion: 'reduce' });
  await ben.says(3);
  await openReplay(ben);
  expect(await ben.barsSay()).toBe(3);
  // Half made it was no 3 yet: what the bars say then is what the room reads again of so much ink.
  const samples = await ben.page.evaluate(async (room): Promise<number[][]> => {
    return (await (await fetch(`/api/rooms/${room}/glyphs/1.1/past`)).json()).samples;
  }, code);
  const early = samples[0]?.slice(1) ?? [];
  const slider = ben.page.getByRole('slider', { name: 'Moment of the replay' });
  const end = Number(await slider.getAttribute('aria-valuemax'));
  const box = await slider.boundingBox();
  if (!box) throw new Error('the seek bar is not on the screen');
  const at = ((samples[0]?.[0] ?? 0) + 8) / end;
  await ben.page.mouse.click(box.x + box.width * at, box.y + box.height / 2);
  await expect.poll(() => ben.barsSay()).toBe(early.indexOf(Math.max(...early)));
  await expect(ben.page.getByText('no reading was kept of this')).toHaveCount(0);
});
