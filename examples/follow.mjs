// Follows a room through its open door and prints what is drawn and read: node examples/follow.mjs CODE [ws://host:port]
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const [code, server = 'ws://localhost:3000'] = process.argv.slice(2);
const doc = new Y.Doc();
const door = new WebsocketProvider(`${server}/yjs`, code, doc, { WebSocketPolyfill: WebSocket });

doc.getArray('ink').observe(({ changes }) => {
  for (const { content } of changes.added) {
    for (const [author, stroke, at, flags] of content.getContent()) {
      console.log(
        `author ${author}, stroke ${stroke}, from point ${at}${flags & 1 ? ', done' : ''}`,
      );
    }
  }
});

door.awareness.on('change', () => {
  const { readings = [] } = door.awareness.getStates().get(0) ?? {};
  for (const { glyph, probabilities } of readings) {
    const best = probabilities.indexOf(Math.max(...probabilities));
    console.log(
      `glyph ${glyph} reads ${best < 10 ? best : 'as no digit'}, ${Math.round(probabilities[best] * 100)} %`,
    );
  }
});
