import type { Peer } from '../peer/peer.ts';
import type { Room } from './room.ts';
import { tallies } from './votes.ts';

type Subject = 'room' | 'people' | 'votes';

/** What is to be told with the next frame beside ink and readings. */
export class News {
  readonly #changed = new Set<Subject>();

  note(subject: Subject): void {
    this.#changed.add(subject);
  }

  /** Tells everybody what changed, and those who missed it all there is. */
  tell(room: Room): void {
    if (this.#changed.size === 0 && !room.audience.anyUninformed) return;
    const view = room.view();
    const people = room.people();
    const votes = tallies(room);
    const say: Readonly<Record<Subject, (peer: Peer) => void>> = {
      room: (peer) => peer.room(view),
      people: (peer) => peer.people(people),
      votes: (peer) => peer.votes(votes),
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
}
