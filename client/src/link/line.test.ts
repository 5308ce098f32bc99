import { describe, expect, it } from 'vitest';
import { Ways } from './line.ts';

describe('ways to the server', () => {
  it('[LINK17] tries polling at once where a WebSocket does not come up', () => {
    const ways = new Ways();
    expect(ways.next).toEqual(['websocket']);
    expect(ways.failed()).toBe(true);
    expect(ways.next).toEqual(['polling', 'websocket']);
    expect(ways.failed()).toBe(false);
    expect(ways.next).toEqual(['websocket']);
  });

  it('[LINK18] stays with polling where WebSockets are cut again and again', () => {
    const ways = new Ways();
    for (let i = 0; i < 3; i++) ways.cut(5000, 'websocket');
    expect(ways.next).toEqual(['polling']);
  });

  it('[LINK19] a WebSocket that lasted is trusted again', () => {
    const ways = new Ways();
    ways.cut(5000, 'websocket');
    ways.cut(5000, 'websocket');
    ways.cut(600_000, 'websocket');
    ways.cut(5000, 'websocket');
    expect(ways.next).toEqual(['websocket']);
  });
});
