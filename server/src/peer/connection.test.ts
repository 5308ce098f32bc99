import { encodeChunks } from '@inkling/shared/ink';
import { expect, it } from 'vitest';
import { FrontDoor } from '../../test/front-door.ts';
import { line } from '../../test/harness.ts';

it('[LIMIT41] a new name, or another room, brings a connection no new pace of ink', async () => {
  const house = new FrontDoor({ INK_POINTS_BURST: '100', INK_POINTS_A_SECOND: '1' });
  const { caller } = await house.enter();
  const ink = encodeChunks([line(1, 60)]);
  expect(await caller.ask('ink', ink)).toEqual({ ok: true });
  expect(await caller.join()).toMatchObject({ ok: true });
  expect(await caller.ask('ink', ink)).toMatchObject({ refused: [{ reason: 'too-fast' }] });
});

it('[SLOW40] who does not read is told of no refused strokes, and their ink is taken all the same', async () => {
  const house = new FrontDoor();
  const { caller, room } = await house.enter();
  caller.conn.writeBuffer.push({ data: 'x'.repeat(100_000) });
  const answer = await caller.ask('ink', encodeChunks([line(1, 3), line(2, 1, { at: 5 })]));
  expect(answer).toMatchObject({ ok: false, reason: 'too-fast' });
  expect(room?.canvas.known(1, 1)).toBeDefined();
  expect(await caller.ask('ink', encodeChunks([line(3, 3)]))).toEqual({ ok: true });
  caller.conn.writeBuffer.length = 0;
  expect(await caller.ask('ink', encodeChunks([line(2, 1, { at: 5 })]))).toMatchObject({
    ok: true,
  });
});

it('[JOIN40] a connection is two new people at most, and one more a minute; who one was is always free', async () => {
  const house = new FrontDoor();
  const { room, code, caller: host } = await house.enter();
  const caller = house.connect();
  const answers: Record<string, unknown>[] = [];
  for (let n = 0; n < 20; n++) answers.push(await caller.join({ room: code, name: `Name ${n}` }));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
  expect(answers.at(-1)).toMatchObject({
    reason: 'too-fast',
    message: expect.stringMatching(/several names; try again in \d+ s\.$/),
  });
  expect(room?.record.people).toHaveLength(3);
  const { token } = (answers[1] as { you: { token: string } }).you;
  for (let n = 0; n < 20; n++) {
    expect(await caller.join({ room: code, token })).toMatchObject({ ok: true });
  }
  expect(await host.join()).toMatchObject({ ok: true });
  house.clock.turn(60_000);
  expect(await caller.join({ room: code })).toMatchObject({ ok: true });
});

it('[JOIN40] who knocks at a full room is no new person until there is room', async () => {
  const house = new FrontDoor({ MAX_DRAWING: '1' });
  const { code, caller: there } = await house.enter();
  const caller = house.connect();
  for (let n = 0; n < 10; n++) {
    expect(await caller.join({ room: code })).toMatchObject({ reason: 'room-full' });
  }
  there.disconnect();
  expect(await caller.join({ room: code })).toMatchObject({ ok: true });
});

it('[JOIN41] a person has eight connections to a room; of more the oldest are let go, so that a reload always comes in', async () => {
  const house = new FrontDoor();
  const { room, code } = await house.enter();
  const { caller: first, you } = await house.enter({ room: code });
  const again = [];
  for (let n = 0; n < 30; n++) again.push(await house.enter({ room: code, token: you.token }));
  expect(room?.audience.size).toBe(1 + 8);
  expect([first.connected, first.goodbye?.reason]).toEqual([false, 'too-old']);
  expect(again.slice(-8).every(({ caller }) => caller.connected)).toBe(true);
  expect(again.every((one) => one.you.author === you.author)).toBe(true);
  for (const { caller } of again) caller.disconnect();
  expect(room?.roster.isHere(you.author)).toBe(false);
});

it('[JOIN41] a connection that joins again makes place for itself', async () => {
  const house = new FrontDoor();
  const { code } = await house.enter();
  const { caller: first, you } = await house.enter({ room: code });
  for (let n = 0; n < 7; n++) await house.enter({ room: code, token: you.token });
  expect(await first.join({ room: code, token: you.token })).toMatchObject({ ok: true });
  expect([first.connected, first.goodbye]).toEqual([true, null]);
});
