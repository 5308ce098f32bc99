import { expect, it } from 'vitest';
import { FrontDoor } from '../../test/front-door.ts';

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
