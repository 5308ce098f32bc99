import { type Done, type HostRequest, type Refusal, refuse } from '@inkling/shared/protocol';
import { putBack, takeAway } from './acts.ts';
import type { Pen } from './gate.ts';
import { finishFrozen } from './open-strokes.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import { clearVotes } from './votes.ts';

const NOT_ENDED = 'Not ended: the server cannot write to its store just now.';

/** Does what a host asks of the room; refuses everybody else. */
export async function host(
  room: Room,
  rooms: Rooms,
  pen: Pen,
  request: HostRequest,
): Promise<Done | Refusal> {
  if (!pen.host) return refuse('not-host');
  if (request.do === 'end') {
    return (await rooms.end(room)) ? { ok: true } : refuse('busy', NOT_ENDED);
  }
  const refusal = act(room, pen, request);
  if (refusal) return refusal;
  room.roomChanged();
  return (await room.settled()) ?? { ok: true };
}

function act(
  room: Room,
  pen: Pen,
  request: Exclude<HostRequest, { readonly do: 'end' }>,
): Refusal | null {
  const { record } = room;
  switch (request.do) {
    case 'freeze':
      record.frozen = request.on;
      if (request.on) finishFrozen(room);
      return null;
    case 'close':
      record.closed = request.on;
      return null;
    case 'names':
      record.names = request.on;
      return null;
    case 'pointers':
      record.pointers = request.on;
      return null;
    case 'curtain':
      record.curtain = request.on;
      return null;
    case 'spotlight':
      record.spotlight = request.surface;
      return null;
    case 'task': {
      const began = room.ports.clock.now();
      const { task } = request;
      // Half one digit and half another: it asks for none.
      const target = task?.kind === 'fifty' ? null : (task?.target ?? null);
      record.task = task && { ...task, target, began };
      clearVotes(room);
      return null;
    }
    case 'remove':
      return remove(room, pen, request.author);
    case 'readmit':
      return readmit(room, request.author);
  }
}

/** Removes a person with all their ink; both come back with `readmit`, or neither where there is no place for the ink. */
function remove(room: Room, pen: Pen, author: number): Refusal | null {
  const person = room.roster.get(author);
  if (!person) return refuse('not-yours', 'There is nobody with that number in this room.');
  if (author === pen.author) return refuse('not-yours', 'A host cannot remove themselves.');
  person.removed = true;
  // Who was shown is shown no more, or their name would stay on the stage.
  if (room.record.spotlight === author) room.record.spotlight = null;
  const theirs = room.canvas.ids((stroke) => stroke.author === author);
  if (theirs.length > 0) takeAway(room, theirs, { author: pen.author, removed: author });
  room.dismiss('removed', (peer) => peer.author === author);
  room.removedChanged();
  return null;
}

function readmit(room: Room, author: number): Refusal | null {
  const person = room.roster.get(author);
  if (!person) return refuse('not-yours', 'There is nobody with that number in this room.');
  const undos = [...room.keeper.undos.values()].filter((undo) => undo.removed === author);
  const refusal = putBack(room, undos);
  if (refusal) return refusal;
  person.removed = false;
  room.removedChanged();
  return null;
}
