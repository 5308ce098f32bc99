import type { Signature } from '@inkling/shared/canvas';
import { WIRE_VERSION } from '@inkling/shared/limits';
import type { Have, Joined, JoinRequest, Person, Room, Tally, You } from '@inkling/shared/protocol';
import { batch, createSignal } from 'solid-js';
import type { Keep } from './keep.ts';
import type { Link, RoomOptions } from './link.ts';
import { paperOf } from './placing.ts';

/** The colour of ink whose author is not known yet. */
const INK = '#1b1a17';

/** What is known of a room beside its ink: signals, and who an author is. */
export function createRoomFacts(signatureOf: (author: number) => Signature | undefined) {
  const [link, setLink] = createSignal<Link>({ at: 'joining' });
  const [room, setRoom] = createSignal<Room | null>(null);
  const [you, setYou] = createSignal<You | null>(null);
  const [people, setPeople] = createSignal<readonly Person[]>([]);
  const [tallies, setTallies] = createSignal<readonly Tally[]>([]);
  const [removed, setRemoved] = createSignal<readonly Person[] | null>(null);
  const me = () => you()?.author ?? 0;
  const paper = () => {
    const [where, who] = [room(), you()];
    return where && who ? paperOf(where, who) : null;
  };
  // Before the room has given one a number, one's own ink has the author 0.
  const personOf = (author: number) =>
    author === 0 ? you() : people().find((person) => person.author === author);

  return {
    link,
    setLink,
    room,
    setRoom: (next: Room) => void setRoom(next),
    you,
    me,
    paper,
    people,
    setPeople(next: readonly Person[]) {
      const mine = next.find(({ author }) => author === me());
      batch(() => {
        setPeople(next);
        // What one is here, this page was told when it joined: another of one's pages may be more.
        if (mine) setYou((was) => was && { ...was, name: mine.name });
      });
    },
    tallies,
    setTallies: (next: readonly Tally[]) => void setTallies(next),
    removed,
    setRemoved: (next: readonly Person[]) => void setRemoved(next),
    joined(answer: Joined) {
      batch(() => {
        setRoom(answer.room);
        setYou(answer.you);
        setPeople(answer.people);
        // The room tells the votes of now after this; those from before a cut may be of another task.
        setTallies([]);
        setLink({ at: 'live' });
      });
    },
    colorOf: (author: number) => personOf(author)?.color ?? signatureOf(author)?.color ?? INK,
    nameOf: (author: number) => personOf(author)?.name ?? signatureOf(author)?.name ?? '',
  };
}

/** What to ask of the room: with all that proves who one was, and what of the canvas one has. */
export function requestOf(from: {
  readonly code: string | null;
  readonly name: string | undefined;
  readonly options: RoomOptions;
  readonly keep: Keep;
  readonly key: string | undefined;
  readonly have: Have | undefined;
}): JoinRequest {
  const { code, name, options, keep, key, have } = from;
  const token = keep.token();
  return {
    v: WIRE_VERSION,
    ...(code !== null && { room: code }),
    ...(options.kind && { kind: options.kind }),
    ...(token !== undefined && { token }),
    ...(key !== undefined && { key }),
    ...(name !== undefined && { name }),
    ...(have && { have }),
    as: options.as ?? 'draw',
  };
}
