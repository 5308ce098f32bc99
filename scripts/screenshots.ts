/**
 * Takes the pictures of the README and of the lesson from the running app: `npm run screenshots`.
 *
 *     npm run screenshots                           into docs/images/
 *     npm run screenshots -- --only class           some of them
 *     npm run screenshots -- --looks FOLDER         the class in every theme and from right to left, to be judged
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Camera } from './screenshots/camera.ts';
import { classPictures, type Look } from './screenshots/class.ts';
import { roomPictures } from './screenshots/room.ts';
import { ensureBuilt } from './setup/make.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'room,class' },
    looks: { type: 'string' },
  },
});
const looks: readonly Look[] = values.looks
  ? [
      { theme: 'light', end: '-light' },
      { theme: 'dark', end: '-dark' },
      { theme: 'contrast', end: '-contrast' },
      { theme: 'light', lang: 'ar', end: '-ar' },
    ]
  : [{ theme: 'light' }];
const folder = values.looks ? resolve(values.looks) : join(import.meta.dirname, '../docs/images');
const only = new Set(values.looks ? ['class'] : values.only.split(','));

await ensureBuilt();
mkdirSync(folder, { recursive: true });
const camera = await Camera.set(folder);
try {
  if (only.has('room')) await roomPictures(camera);
  if (only.has('class')) for (const look of looks) await classPictures(camera, look);
} finally {
  await camera.strike();
}
