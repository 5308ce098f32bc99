import { WIRE_VERSION } from '@inkling/shared/limits';
import {
  type Joined,
  type JoinRequest,
  type Refusal,
  refuse,
  type You,
} from '@inkling/shared/protocol';
import type { Peer } from '../peer/peer.ts';
import { cleanName } from './clean-name.ts';
import type { Pen } from './gate.ts';
import { isKey, type Roles } from './roles.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';

/** Connections of one person to one room; every tab of a browser is a person of its own. */
const CONNECTIONS_EACH = 8;
const TOO_MANY_PAGES =
  'You are in this room on too many pages, and this is the oldest; reload it to go on here.';

/** One connection's part in one room. */
export interface Session {
  readonly room: Room;
  readonly pen: Pen;
  readonly peer: Peer;
}

export interface Welcome {
  readonly answer: Joined;
  readonly session: Session;
}

interface Door {
  readonly rooms: Rooms;
  readonly roles: Roles;
  /** Makes the peer of an author, once it is known who joins. */
  attach(who: Pick<Peer, 'author' | 'as'> & { readonly host: boolean }): Peer;
  /** What this connection was so far, which it stops being. */
  readonly before?: Peer | undefined;
  /** Milliseconds until this connection may come in as one more new person; 0 for now, and asking counts. */
  waitAsNew?(): number;
}

/** Lets somebody into a room, making it when none is named; or says why not. */
export async function join(request: JoinRequest, door: Door): Promise<Welcome | Refusal> {
  if (request.v !== WIRE_VERSION) return refuse('too-old');
  let { room: code, key } = request;
  if (code === undefined) {
    const made = await door.rooms.make(request.kind ?? 'board');
    if ('reason' in made) return made;
    ({ code, key } = made);
  }
  const number = door.rooms.elsewhere ? await meetElsewhere(code, request, door) : null;
  if (number === 'busy') return refuse('busy');
  const room = await door.rooms.get(code);
  // A client believes "no such room" for ever; a server on its way out only asks for patience.
  if (!room || door.rooms.stopped) return refuse(door.rooms.stopped ? 'busy' : 'no-such-room');
  // From here on nothing waits, so the room cannot close under the one who joins.
  const keyed = { ...request, ...(key !== undefined && { key }) };
  return enter(room, keyed, { ...door, number });
}

/**
 * Where machines share rooms: waits until the room has all that was acknowledged anywhere, so that a pen that comes
 * from another machine finds its stroke, and gets a newcomer a number.
 */
async function meetElsewhere(
  code: string,
  { token }: JoinRequest,
  { rooms, roles }: Door,
): Promise<number | null | 'busy'> {
  const room = await rooms.get(code);
  if (!room || !rooms.elsewhere) return null;
  await rooms.elsewhere.caughtUp(room);
  const find = (number: number) => room.roster.get(number);
  if (token !== undefined && roles.authorOf(code, token, find) !== null) return null;
  return (await rooms.elsewhere.allot(room)) ?? 'busy';
}

function enter(
  room: Room,
  request: JoinRequest,
  door: Door & { readonly number: number | null },
): Welcome | Refusal {
  const { record, roster } = room;
  const { limits } = room.ports;
  const as = request.as ?? 'draw';
  const find = (number: number) => roster.get(number);
  const author =
    request.token === undefined ? null : door.roles.authorOf(room.code, request.token, find);
  // Only the bus gives numbers out where machines share a room.
  if (author === null && door.number === null && door.rooms.elsewhere) return refuse('busy');
  const known = author === null ? undefined : roster.get(author);
  if (known?.removed) return refuse('removed');
  // The key alone rules, and it is shown each time: whoever finds a token is that person, not the host.
  const host = request.key !== undefined && isKey(request.key, record.keyHash);
  if (record.closed && !known && !host) return refuse('closed');
  if (author === null && !host && door.rooms.brimful) return refuse('busy');
  if (author === null && !room.admits()) return refuse('too-fast');
  const alreadyHere = author !== null && roster.isHere(author);
  const full = roster.count(as) >= (as === 'draw' ? limits.drawing : limits.watching);
  if (full && !alreadyHere && !host) return refuse('room-full');
  // Last: who knocks at a full room is no new person yet.
  const wait = author === null ? (door.waitAsNew?.() ?? 0) : 0;
  if (wait > 0) return refuse('too-fast', tooManyNames(wait));

  const person = roster.admit(author ?? door.number);
  // Another connection of theirs may still rule.
  person.host = host || (person.host && alreadyHere);
  const name = request.name === undefined ? null : cleanName(request.name);
  if (name) person.name = name;
  if (author !== null && room.canvas.signed(author)) room.sign(author);
  if (alreadyHere) dropOldest(room, author, door.before);
  const peer = door.attach({ author: person.author, as, host });
  roster.arrive(person.author, as);
  // Once they are here: who comes as the thousand-and-first is not to be forgotten with those who went.
  if (author === null) forgetGone(room);
  const session = { room, peer, pen: makePen(room, peer, host) };
  // What is under way goes to those already here, so that the newcomer's first frame continues the canvas they get.
  room.flush();
  room.audience.add(peer);
  room.keeper.noteRecord();
  room.peopleChanged();
  const you: You = {
    // What this connection is: another of theirs may draw where this one watches.
    ...roster.person(person, new Map([[person.author, [as]]])),
    host,
    token: door.roles.token(room.code, person),
    ...(host && request.key !== undefined && { key: request.key }),
  };
  const answer = { ok: true, room: room.view(), you, people: room.people() } as const;
  return { session, answer: { ...answer, ...room.sync(request.have) } };
}

/** Makes place for one more connection of a person: the oldest go, so that a forgotten page never keeps a reload out. */
function dropOldest(room: Room, author: number, before?: Peer): void {
  const theirs = [...room.audience].filter((peer) => peer.author === author && peer !== before);
  for (const peer of theirs.slice(0, Math.max(0, theirs.length - CONNECTIONS_EACH + 1))) {
    peer.bye({ reason: 'too-old', message: TOO_MANY_PAGES });
    room.leave(peer);
  }
}

/** Forgets people who left without a trace, once there are very many. */
function forgetGone({ roster, canvas }: Room): void {
  // Nobody can show a token of theirs any more, so nothing of theirs is on its way.
  for (const gone of roster.prune((author) => canvas.signed(author))) canvas.erased.delete(gone);
}

function tooManyNames(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1000);
  return `This connection came in under several names; try again in ${seconds} s.`;
}

function makePen({ paces }: Room, { author, as }: Peer, host: boolean): Pen {
  return {
    author,
    as,
    host,
    takePoints: (count) => paces.takePoints(author, count),
    payPoints: (count) => paces.payPoints(author, count),
    takeStrokes: (count) => paces.takeStrokes(author, count),
    putOff: new Map(),
  };
}
