import { penDigit } from '../../e2e/pen.ts';
import type { RoomPage, Spot } from '../../e2e/room-page.ts';
import { type Camera, PHONE, PROJECTOR } from './camera.ts';

/** Writes digits side by side. */
async function number(who: RoomPage, digits: readonly number[], at: Spot): Promise<void> {
  for (const [i, digit] of digits.entries()) {
    await who.draw(penDigit(digit, 2), { ...at, x: at.x + i * 0.13 });
  }
}

async function room(
  camera: Camera,
  colorScheme: 'light' | 'dark',
  beforeTheLast: (code: string) => Promise<void> = async () => {},
): Promise<RoomPage> {
  const first = await camera.arrive('/', { colorScheme });
  const code = await first.code();
  const second = await camera.arrive(`/${code}`, { colorScheme });
  await second.saved();
  await number(first, [2, 0, 2, 6], { x: 0.2, y: 0.38, size: 0.2 });
  await camera.truth.reads(code, 2, 0, 2, 6);
  await beforeTheLast(code);
  const hand = await second.hand(penDigit(4, 1), { x: 0.52, y: 0.72, size: 0.24 });
  await hand.finish();
  await second.says(4);
  await second.saved();
  return second;
}

/** A room, light and dark, the stage of its board, and a phone. */
export async function roomPictures(camera: Camera): Promise<void> {
  let stage: RoomPage | null = null;
  const light = await room(camera, 'light', async (code) => {
    stage = await camera.arrive(`/${code}/stage`, { viewport: PROJECTOR });
    await stage.page.getByText('2026').first().waitFor();
  });
  await camera.take(light, 'room');
  if (stage) await camera.take(stage, 'stage-board');
  await camera.take(await room(camera, 'dark'), 'room-dark');

  const one = await camera.arrive('/', { viewport: PHONE, hasTouch: true, deviceScaleFactor: 2 });
  await one.code();
  await one.draw(penDigit(7, 6), { x: 0.5, y: 0.48, size: 0.6 });
  await one.says(7);
  await one.saved();
  await camera.take(one, 'phone');
}
