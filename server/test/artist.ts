import { line, TestClient } from './harness.ts';

/** Somebody who draws stroke after stroke, and comes back on some machine until everything is acknowledged. */
export class Artist {
  client: TestClient | null = null;
  token: string | undefined;
  author = 0;
  acknowledged = 0;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly code: string,
    private readonly machine: () => { readonly url: string },
  ) {}

  /** A connection that is in the room, on whatever machine takes it. */
  async #connection(): Promise<TestClient> {
    for (;;) {
      if (this.client?.socket.connected) return this.client;
      this.client?.leave();
      const client = new TestClient(this.machine().url);
      const opened = await new Promise<boolean>((done) => {
        client.socket.once('connect', () => done(true));
        client.socket.once('connect_error', () => done(false));
      });
      if (!opened) continue;
      const { token } = this;
      const answer = await lost(
        client.tryJoin({ room: this.code, ...(token !== undefined && { token }) }),
        client,
      );
      if (!answer?.ok) {
        client.leave();
        continue;
      }
      this.token = answer.you.token;
      this.author = answer.you.author;
      this.client = client;
    }
  }

  /** Draws one stroke in two pieces, asking until it is acknowledged. */
  async draw(): Promise<void> {
    const stroke = this.acknowledged + 1;
    for (const chunk of [line(stroke, 4, { done: false }), line(stroke, 5, { at: 4 })]) {
      for (;;) {
        const client = await this.#connection();
        const answer = await lost(client.draw(chunk), client);
        if (answer?.ok && !answer.refused) break;
        if (answer?.ok) throw new Error(answer.refused?.[0]?.message);
        // Not saved there, or the line is lost: another machine may do better.
        client.leave();
      }
    }
    this.acknowledged = stroke;
    for (const look of this.#waiting.splice(0)) look();
  }

  /** Resolves when the next stroke is acknowledged. */
  next(): Promise<void> {
    return new Promise((look) => this.#waiting.push(look));
  }
}

/** People who draw, all at once, until they are told to rest. */
export class Crowd {
  readonly artists: readonly Artist[];
  readonly #drawing: Promise<unknown>;
  #resting = false;

  constructor(count: number, code: string, machine: () => { readonly url: string }) {
    this.artists = Array.from({ length: count }, () => new Artist(code, machine));
    this.#drawing = Promise.all(this.artists.map((artist) => this.#draw(artist)));
    this.#drawing.catch(() => {});
  }

  async #draw(artist: Artist): Promise<void> {
    while (!this.#resting) await artist.draw();
  }

  /** How many strokes were acknowledged, of all. */
  get drawn(): number {
    return this.artists.reduce((sum, artist) => sum + artist.acknowledged, 0);
  }

  /** Resolves when so many more strokes are acknowledged; rejects when somebody cannot go on. */
  async draws(more: number): Promise<void> {
    const enough = this.drawn + more;
    while (this.drawn < enough) {
      await Promise.race([this.#drawing, ...this.artists.map((artist) => artist.next())]);
    }
  }

  /** Everybody ends their stroke and draws no more. */
  async rest(): Promise<void> {
    this.#resting = true;
    await this.#drawing;
  }
}

/** What was answered; null when the line was lost first. */
function lost<T>(answer: Promise<T>, client: TestClient): Promise<T | null> {
  return Promise.race([
    answer,
    new Promise<null>((gone) => client.socket.once('disconnect', () => gone(null))),
  ]);
}
