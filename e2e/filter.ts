import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** What stands between a school and a server. */
type Rule = 'websockets blocked' | 'sockets held';

/** A web filter in front of a server: blocks WebSockets, or holds every socket up until it is told to let go. */
export class Filter {
  readonly #http: Server;
  readonly #target: URL;
  #held: (() => void)[] | null;
  /** Upgrades that were refused. */
  refused = 0;

  private constructor(target: string, rule: Rule) {
    this.#target = new URL(target);
    this.#held = rule === 'sockets held' ? [] : null;
    this.#http = createServer((incoming, outgoing) => {
      this.#pass(incoming, () => {
        const { method, headers, url } = incoming;
        const options = { method, headers, path: url, port: this.#target.port };
        const onward = request(options, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
        onward.on('error', () => outgoing.destroy());
        outgoing.on('close', () => onward.destroy());
        incoming.pipe(onward);
      });
    });
    this.#http.on('upgrade', (incoming, socket, head) => {
      if (rule === 'websockets blocked') {
        this.refused++;
        socket.destroy();
      } else this.#pass(incoming, () => this.#upgrade(incoming, socket, head));
    });
  }

  static async start(target: string, rule: Rule): Promise<Filter> {
    const filter = new Filter(target, rule);
    filter.#http.listen(0);
    await once(filter.#http, 'listening');
    return filter;
  }

  get url(): string {
    return `http://localhost:${(this.#http.address() as AddressInfo).port}`;
  }

  #pass(incoming: IncomingMessage, go: () => void): void {
    if (this.#held && incoming.url?.startsWith('/socket.io/')) this.#held.push(go);
    else go();
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const onward = connect(Number(this.#target.port), this.#target.hostname);
    const headers = incoming.rawHeaders.map((text, i) => (i % 2 ? `${text}\r\n` : `${text}: `));
    onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  }

  /** Lets go of what was held, and holds nothing more. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of held) go();
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
  }
}
