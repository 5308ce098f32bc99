import { expect, test } from './fixtures.ts';
import { penDigit } from './pen.ts';

test('[E2E26] dragging along the ribbon rewinds the drawing and the bars, and back', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(3));
  await truth.reads(code, 3);
  await ada.says(3);
  const slider = ada.page.getByRole('slider', { name: 'Rewind the drawing' });
  const end = Number(await slider.getAttribute('aria-valuemax'));
  expect(end).toBeGreaterThan(0);
  // The last reading may come late: now is the ribbon's end as it stands.
  const isAtEnd = async () =>
    (await slider.getAttribute('aria-valuenow')) === (await slider.getAttribute('aria-valuemax'));
  const box = await slider.boundingBox();
  if (!box) throw new Error('the ribbon is not on the screen');
  const { mouse, keyboard } = ada.page;
  await mouse.move(box.x + box.width - 3, box.y + 20);
  await mouse.down();
  await mouse.move(box.x + box.width / 3, box.y + 20, { steps: 4 });
  await mouse.up();
  expect(Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(end * 0.5);
  await ada.page.getByRole('button', { name: 'back to now' }).click();
  await expect.poll(isAtEnd).toBe(true);
  await ada.says(3);
  // The same by keyboard.
  await slider.focus();
  await keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await keyboard.press('End');
  await expect.poll(isAtEnd).toBe(true);
});

test('[CLASS54] looking inside is about now: it ends a rewinding', async ({ arrive, truth }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(3));
  await truth.reads(code, 3);
  await ada.says(3);
  const slider = ada.page.getByRole('slider', { name: 'Rewind the drawing' });
  await expect(async () => {
    await slider.press('Home');
    // Before the first reading there was none. The last one may come late, and ends a rewinding.
    await expect(slider).toHaveAttribute('aria-valuetext', 'Nothing to read yet', {
      timeout: 1000,
    });
  }).toPass();
  await ada.page.getByRole('button', { name: 'Look inside' }).click();
  await expect(ada.page.getByTestId('inside')).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'back to now' })).toHaveCount(0);
  await ada.says(3);
});

test('[E2E27] tapping a reading shows how it came about, and never swallows ink', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(7), { x: 0.2, y: 0.3, size: 0.25 });
  await ada.draw(penDigit(3), { x: 0.7, y: 0.7, size: 0.25 });
  await truth.reads(code, 7, 3);
  await ada.says(3);
  const mark = ada.page.getByRole('button', { name: /Reading: 7/ });
  await mark.click();
  await ada.says(7);
  const before = (await truth.canvas(code)).strokes.length;
  const box = await mark.boundingBox();
  if (!box) throw new Error('the reading is not on the screen');
  const { mouse } = ada.page;
  // So quickly that its first move is beside the reading already, and slowly.
  for (const [n, steps] of [1, 10].entries()) {
    await mouse.move(box.x + 8, box.y + 8);
    await mouse.down();
    await mouse.move(box.x + 40, box.y + 120, { steps });
    await mouse.up();
    await expect.poll(async () => (await truth.canvas(code)).strokes.length).toBe(before + 1 + n);
    // While a pen is in use readings step aside; the next drag is to begin on one.
    await expect(ada.page.locator('.marks-passive')).toHaveCount(0);
  }
});

test('[E2E28] a name is one’s own to change, and everybody sees it', async ({ arrive }) => {
  const ada = await arrive('/');
  const code = await ada.code();
  const ben = await arrive(`/${code}`);
  await ada.page.getByRole('button', { name: '2 people here' }).click();
  await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await ada.page.getByRole('button', { name: 'Rename' }).click();
  await ben.page.getByRole('button', { name: '2 people here' }).click();
  await expect(ben.page.getByText('Ada', { exact: true })).toBeVisible();
});

test('[LOOK26] two digits stand on the baseline of one: an unsure headline does not jump', async ({
  arrive,
}) => {
  const ada = await arrive('/');
  const code = await ada.code();
  await ada.draw(penDigit(4));
  await ada.says(4);
  const stage = await arrive(`/${code}/stage`);
  await stage.says(4);
  for (const { page } of [ada, stage]) {
    const [one, two] = await page.getByTestId('headline').evaluate((headline) => {
      // The foot of something without height is the baseline that it stands on.
      const baselineOf = (said: Element | null) => {
        const foot = document.createElement('i');
        foot.style.display = 'inline-block';
        said?.append(foot);
        return foot.getBoundingClientRect().bottom;
      };
      const sure = baselineOf(headline.querySelector('[data-digit]'));
      const digit = headline.querySelector('.voice');
      if (digit?.matches('.stage-digit')) {
        digit.classList.add('stage-pair');
        digit.innerHTML = '7<small>or</small>3';
        return [sure, baselineOf(digit)];
      }
      if (digit) digit.innerHTML = '<span class="headline-unsure">7 <small>or</small> 3</span>';
      return [sure, baselineOf(headline.querySelector('.headline-unsure'))];
    });
    expect(Math.abs((one ?? 0) - (two ?? 99)), page.url()).toBeLessThan(2);
  }
});
