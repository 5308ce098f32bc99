import { expect, it } from 'vitest';
import { FrontDoor } from '../../test/front-door.ts';
import { tallies } from './votes.ts';

it('[TASK40] votes have an end: those that count no more make place, and then the oldest do', async () => {
  const house = new FrontDoor({ MAX_DRAWING: '4' });
  const { caller, room, code } = await house.enter({ kind: 'class' });
  const guest = await house.enter({ room: code });
  await caller.ask('host', { do: 'task', task: { kind: 'fool', target: '7' } });
  expect(await guest.caller.ask('vote', { surface: 1, says: 3 })).toEqual({ ok: true });
  for (let n = 0; n < 40; n++) {
    const passing = await house.enter({ room: code });
    expect(await passing.caller.ask('vote', { surface: 1, says: 7 })).toEqual({ ok: true });
    passing.caller.disconnect();
  }
  expect(room?.record.votes.length).toBeLessThanOrEqual(16);
  expect(room?.record.votes[0]).toEqual([1, guest.you.author, 3]);
});

/** A class that is asked what it sees on the host's tile. */
async function openVote(env: Readonly<Record<string, string>> = {}) {
  const house = new FrontDoor(env);
  const host = await house.enter({ kind: 'class' });
  const { room, code } = host;
  if (!room) throw new Error('no room');
  const ask = () => host.caller.ask('host', { do: 'task', task: { kind: 'fool', target: '7' } });
  await ask();
  const come = (request: object = {}) => house.enter({ room: code, ...request });
  type Guest = Awaited<ReturnType<typeof come>>;
  const says = async ({ caller }: Guest, digit: number) =>
    expect(await caller.ask('vote', { surface: host.you.author, says: digit })).toEqual({
      ok: true,
    });
  /** How many said what of the host's tile: digit and count. */
  const told = () =>
    Object.fromEntries(
      (tallies(room)[0]?.counts ?? []).flatMap((count, digit) =>
        count > 0 ? [[digit, count]] : [],
      ),
    );
  return { host, room, come, says, told, ask };
}

it('[TASK4] a vote outlives who leaves without ink, beside those of all whom they met', async () => {
  const { come, says, told, room, ask } = await openVote();
  const [ada, ben, cleo] = [await come(), await come(), await come()];
  await says(ada, 1);
  await says(ben, 2);
  ada.caller.disconnect();
  expect(told()).toEqual({ 1: 1, 2: 1 });
  // Whoever met them may say something later, also after having been away.
  ben.caller.disconnect();
  await says(cleo, 3);
  cleo.caller.disconnect();
  expect(told()).toEqual({ 1: 1, 2: 1, 3: 1 });
  const back = await come({ token: ben.you.token });
  await says(back, 4);
  expect(told()).toEqual({ 1: 1, 3: 1, 4: 1 });
  await ask();
  expect(told()).toEqual({});
  expect(room.record.people.flatMap(({ met }) => met ?? [])).toEqual([]);
});

it('[TASK4] nobody votes, leaves and votes again under a new name', async () => {
  const { come, says, told } = await openVote();
  const witness = await come();
  await says(witness, 9);
  const first = await come();
  await says(first, 1);
  first.caller.disconnect();
  const second = await come();
  expect(told()).toEqual({ 1: 1, 9: 1 });
  await says(second, 2);
  expect(told()).toEqual({ 2: 1, 9: 1 });
  second.caller.disconnect();
  expect(told()).toEqual({ 2: 1, 9: 1 });
  // Nor under an old one.
  const again = await come({ token: first.you.token });
  expect(told()).toEqual({ 1: 1, 9: 1 });
  // Nor on one connection, which is somebody else without having left.
  await again.caller.join({ room: again.code });
  await says(again, 3);
  expect(told()).toEqual({ 3: 1, 9: 1 });
  again.caller.disconnect();
  expect(told()).toEqual({ 3: 1, 9: 1 });
});

it('[TASK4] however many come and go, a room notes no more meetings than a full class has', async () => {
  const { come, says, room } = await openVote({ MAX_DRAWING: '4' });
  for (let n = 0; n < 40; n++) {
    const passing = await come();
    await says(passing, 7);
    passing.caller.disconnect();
  }
  expect(room.record.people.filter(({ met }) => met?.length).length).toBeLessThanOrEqual(4);
});
