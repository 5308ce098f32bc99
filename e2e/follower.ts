/** A page of somebody else's: the real y-websocket provider, bundled as any web page has it, and what it sees of a room. */
import { strokesOf } from '@inkling/shared/canvas';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const doc = new Y.Doc();
const { host, search } = location;
const door = new WebsocketProvider(`ws://${host}/yjs`, search.slice(1), doc, { disableBc: true });

/** What the test asks this page. */
const follower = {
  strokes: () => strokesOf(doc).map(({ done, points }) => ({ done, points: points.length / 4 })),
  states: () => [...door.awareness.getStates().values()],
  scribble: () => {
    doc.getArray('ink').push([[9, 9, 0, 1, 0, new Uint8Array([1, 1, 0])]]);
  },
};
export type Follower = typeof follower;

Object.assign(globalThis, { follower });
