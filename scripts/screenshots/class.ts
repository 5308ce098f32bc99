import { penDigit } from '../../e2e/pen.ts';
import { Pupil } from '../../e2e/pupil.ts';
import type { RoomPage } from '../../e2e/room-page.ts';
import type { PenDigit } from '../../e2e/strokes.ts';
import { type Camera, PHONE, PROJECTOR } from './camera.ts';

/** How the pages look: `theme` of the address, and the language. */
export interface Look {
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly lang?: string;
  /** Ends the pictures' names, when there is more than one look. */
  readonly end?: string;
}

const STUDENTS = 30;

/** A line that leads to no digit, as somebody in every class draws. */
const LINE: PenDigit = { label: -1, strokes: [[0, 0.2, 0.4, 0.6, 0.8, 1].map((x) => [x, 0])] };

/** What the documentation shows; the others are only there to be judged. */
const KEPT = new Set(
  ['lobby', 'grid', 'board', 'spotlight', 'matrix', 'fool', 'remote', 'report', 'vote'].map(
    (name) => `class-${name}`,
  ),
);

const nth = <T>(list: readonly T[], n: number) => list[n % list.length] as T;

interface Scene {
  readonly camera: Camera;
  readonly code: string;
  readonly key: string;
  readonly pupils: readonly Pupil[];
  readonly stage: RoomPage;
  readonly remote: RoomPage;
}

/** Taps a button of the remote. */
const tap = (remote: RoomPage, testId: string) => remote.page.getByTestId(testId).click();

async function startTask(remote: RoomPage, kind: string, digit?: string): Promise<void> {
  await tap(remote, `task-${kind}`);
  if (digit) await tap(remote, `digit-${digit}`);
  await remote.page.getByTestId('task-now').waitFor();
}

async function makeScene(camera: Camera, look: Look): Promise<Scene> {
  const { url } = camera.server;
  const answer = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'class' }),
  });
  const { code, key } = (await answer.json()) as { code: string; key: string };
  const search = `?theme=${look.theme}${look.lang ? `&lang=${look.lang}` : ''}`;
  const stage = await camera.arrive(`/${code}/stage${search}#${key}`, { viewport: PROJECTOR });
  const remote = await camera.arrive(`/${code}/remote${search}#${key}`, {
    viewport: PHONE,
    hasTouch: true,
    deviceScaleFactor: 2,
  });
  const pupils: Pupil[] = [];
  for (let i = 0; i < STUDENTS; i++) pupils.push(await Pupil.come(url, code));
  return { camera, code, key, pupils, stage, remote };
}

/** A lesson as a class would see it, with a picture of each page on its way. */
export async function classPictures(camera: Camera, look: Look): Promise<void> {
  const scene = await makeScene(camera, look);
  const { code, pupils, stage, remote } = scene;
  const take = async (who: RoomPage, name: string) => {
    if (look.end !== undefined || KEPT.has(name))
      await camera.take(who, `${name}${look.end ?? ''}`);
  };
  const read = (count: number) =>
    camera.truth.canvas(code).then(async function again({ readings }): Promise<void> {
      if (readings.length >= count) return;
      await stage.page.waitForTimeout(100);
      return camera.truth.canvas(code).then(again);
    });
  const rest = () => stage.page.waitForTimeout(800);

  await stage.page
    .getByTestId('lobby')
    .getByRole('listitem')
    .nth(STUDENTS - 1)
    .waitFor();
  await take(stage, 'class-lobby');

  // What a class asked for sevens draws: mostly sevens, and a few that are taken for something else.
  await startTask(remote, 'draw', '7');
  for (const [i, pupil] of pupils.entries()) {
    const digit = i === 21 ? LINE : i % 9 === 5 ? penDigit(nth([1, 9, 2], i), i) : penDigit(7, i);
    await pupil.draw(digit, i === 21 ? 700 : 1000 + (i % 5) * 110);
  }
  await read(STUDENTS);
  await rest();
  await take(stage, 'class-grid');
  await take(remote, 'class-remote');

  // Somebody is called up and draws while everybody watches the network change its mind.
  await remote.page.getByTestId('clear').click();
  await stage.page.keyboard.press('ArrowRight');
  await stage.page.getByTestId('stage-board').waitFor();
  await pupils[0]?.write(penDigit(4, 1), 1300);
  await rest();
  await take(stage, 'class-spotlight');
  await stage.page.keyboard.press('g');

  for (const digit of ['4', '9', '1', '3']) {
    await startTask(remote, 'draw', digit);
    for (const [i, pupil] of pupils.entries()) {
      const wrong = i % 11 === Number(digit);
      await pupil.draw(penDigit(wrong ? nth([9, 4, 7, 2], Number(digit)) : Number(digit), i));
    }
    await read(STUDENTS);
    await rest();
  }
  await stage.page.keyboard.press('m');
  await stage.page.getByTestId('matrix').waitFor();
  await take(stage, 'class-matrix');
  await stage.page.getByTestId('matrix').getByRole('button').first().click();
  await take(stage, 'class-matrix-cell');
  for (let i = 0; i < 2; i++) await stage.page.keyboard.press('Escape');

  await startTask(remote, 'fool', '7');
  for (const [i, pupil] of pupils.entries()) await pupil.draw(penDigit(i % 3 ? 7 : 1, i + 40));
  await read(STUDENTS);
  for (const voter of pupils.slice(0, 12)) {
    for (const seen of pupils) {
      if (seen !== voter) await voter.vote(seen.surface, seen.surface % 4 === 1 ? 1 : 7);
    }
  }
  await rest();
  await take(stage, 'class-fool');
  const student = await camera.arrive(`/${code}?theme=${look.theme}`, {
    viewport: PHONE,
    hasTouch: true,
    deviceScaleFactor: 2,
  });
  await student.saved();
  await student.draw(penDigit(7, 3), { x: 0.5, y: 0.5, size: 0.6 });
  await student.saved();
  await rest();
  await take(student, 'class-student');
  await student.page.getByTestId('banner').getByRole('button').click();
  await student.page.getByTestId('vote').waitFor();
  await rest();
  await take(student, 'class-vote');

  await remote.page.getByTestId('downloads').scrollIntoViewIfNeeded();
  await take(remote, 'class-report');
  await stage.page.keyboard.press('?');
  await take(stage, 'class-keys');
  await stage.page.keyboard.press('Escape');
  await stage.page.keyboard.press('r');
  await take(stage, 'class-remote-code');
  await stage.page.keyboard.press('Escape');
  await stage.page.keyboard.press('c');
  await take(stage, 'class-how-to-come-in');
  await stage.page.keyboard.press('c');

  await tap(remote, 'task-stop');
  await remote.page.getByTestId('clear').click();
  await stage.page.keyboard.press('b');
  await stage.page.getByTestId('stage-board').waitFor();
  await student.paper.first().waitFor();
  await stage.page.waitForTimeout(500);
  await student.draw(penDigit(4, 1), { x: 0.5, y: 0.5, size: 0.6 });
  await rest();
  await take(stage, 'class-board');
  for (const pupil of pupils) pupil.leave();
}
