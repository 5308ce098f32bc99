import type { Peer } from '../peer/peer.ts';
import type { Room } from './room.ts';
import { Tick } from './tick.ts';
import { tallies } from './votes.ts';
import { isCrowd, peopleWindowFor } from './windows.ts';

type Subject = 'room' | 'people' | 'votes' | 'removed';

/** What is to be told with the next frame beside ink and readings. Where it is long, or told to a crowd, the list of people rests once it was told. */
export class News {
  readonly #room: Room;
  readonly #changed = new Set<Subject>();
  readonly #peopleTick: Tick;
  /** How many the last list had. */
  #listed = 0;

  constructor(room: Room) {
    this.#room = room;
    this.#peopleTick = new Tick(
      room.ports.clock,
      () => peopleWindowFor(room.size, this.#listed),
      () => this.#tellNext('people'),
    );
  }

  /** Says that something changed: it is told with the next frame, people of a crowd in their own window. */
  note(subject: Subject): void {
    if (subject === 'people' && isCrowd(Math.max(this.#room.size, this.#listed)))
      this.#peopleTick.touch();
    else this.#tellNext(subject);
  }

  #tellNext(subject: Subject): void {
    this.#changed.add(subject);
    // Whose votes count depends on who is here.
    if (subject === 'people' && this.#room.record.votes.length > 0) this.#changed.add('votes');
    this.#room.frames.touch();
  }

  /** Tells everybody what changed, and those who missed it all there is. */
  tell(): void {
    const room = this.#room;
    if (this.#changed.size === 0 && !room.audience.anyUninformed) return;
    const view = room.view();
    const people = room.people();
    this.#listed = people.length;
    const votes = tallies(room);
    const removed = room.roster.removed();
    const say: Readonly<Record<Subject, (peer: Peer) => void>> = {
      room: (peer) => peer.room(view),
      people: (peer) => peer.people(people),
      votes: (peer) => peer.votes(votes),
      removed: (peer) => peer.removed(removed),
    };
    const subjects = [...this.#changed];
    this.#changed.clear();
    room.audience.tell(
      (peer) => {
        for (const subject of subjects) say[subject](peer);
      },
      (peer) => {
        for (const one of Object.values(say)) one(peer);
      },
    );
  }

  /** Forgets what was due. */
  stop(): void {
    this.#peopleTick.stop();
  }
}
