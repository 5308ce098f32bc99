import { expect, test } from './fixtures.ts';
import { finger } from './hand.ts';

const PHONE = { width: 390, height: 844 };

test('[E2E29] on a phone a vertical swipe draws, on a page that would scroll under it', async ({
  arrive,
  truth,
}) => {
  const ada = await arrive('/', { touch: true, viewport: PHONE });
  const code = await ada.code();
  const { page } = ada;
  // Nothing on our page is longer than the screen, so that it could not scroll anyway: now it is.
  await page.evaluate(() => {
    for (const { style } of [document.documentElement, document.body]) {
      style.setProperty('overflow', 'visible', 'important');
      style.setProperty('position', 'static', 'important');
      style.setProperty('height', '3000px', 'important');
    }
  });
  const touch = finger(await page.context().newCDPSession(page));
  const scrolled = () => page.evaluate(() => [scrollY, visualViewport?.scale]);

  await touch.down(195, 520);
  for (let y = 500; y >= 140; y -= 20) await touch.move(195, y);
  await touch.up();
  const { strokes } = await truth.strokes(code, 1);
  const ys = strokes[0]?.points.map(([, y]) => y) ?? [];
  expect(ys.length).toBeGreaterThan(10);
  expect(ys[0] ?? 0).toBeGreaterThan(ys.at(-1) ?? 0);
  expect(await scrolled()).toEqual([0, 1]);
});

test('[E2E30] a palm beside the pen leaves nothing', async ({ arrive, truth }) => {
  const ada = await arrive('/', { touch: true, viewport: PHONE });
  const code = await ada.code();
  const cdp = await ada.page.context().newCDPSession(ada.page);
  const palm = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...at: (readonly [number, number])[]
  ) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at.map(([x, y], id) => ({ x, y, id, radiusX: 30, radiusY: 40 })),
    });
  const pen = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
      force: 0.6,
      pointerType: 'pen',
    });

  // As a finger it would draw: the hand comes down before the pen does.
  await palm('touchStart', [300, 560]);
  await pen('mousePressed', 120, 300);
  for (let i = 1; i <= 12; i++) {
    await pen('mouseMoved', 120 + i * 4, 300 + i * 10);
    await palm('touchMove', [300 + i, 560 + i * 3]);
  }
  await palm('touchStart', [312, 596], [340, 640]);
  await palm('touchMove', [318, 590], [346, 634]);
  await pen('mouseReleased', 168, 420);
  await palm('touchEnd');
  // The pen was seen: a hand that rests later draws nothing, either.
  await palm('touchStart', [250, 500]);
  for (let i = 1; i <= 8; i++) await palm('touchMove', [250, 500 + i * 12]);
  await palm('touchEnd');
  // What the pen writes next comes after all that a palm could have left.
  await pen('mousePressed', 80, 250);
  await pen('mouseMoved', 90, 330);
  await pen('mouseReleased', 90, 330);

  const { strokes } = await truth.strokes(code, 2);
  await ada.saved();
  expect((await truth.canvas(code)).strokes).toHaveLength(2);
  // Pressure is a pen's: neither stroke is a finger's.
  for (const { points } of strokes) expect(points.some(([, , , p]) => p !== 128)).toBe(true);
  const palms = [
    { x: 306, y: 578 },
    { x: 343, y: 637 },
    { x: 250, y: 560 },
  ];
  expect(await ada.inked(palms)).toBe(0);
  expect(await ada.inked([{ x: 144, y: 360 }])).toBe(1);
});
