import { type Stroke, strokesOf } from '@inkling/shared/canvas';
import { POINT_STRIDE } from '@inkling/shared/ink';
import { strokeKey } from '@inkling/shared/reading';
import { Hub } from '../src/cluster/local-bus.ts';
import { clear, erase, restore } from '../src/room/acts.ts';
import { host } from '../src/room/host.ts';
import { Random } from './fuzz/random.ts';
import { HandClock } from './hand-clock.ts';
import { line } from './harness.ts';
import { Machine, Page, plain } from './machines.ts';

interface Drawn {
  readonly stroke: number;
  drawn: number;
  acknowledged: number;
  done: boolean;
  doneAcknowledged: boolean;
  /** Something was done after which it may be here or not: it was erased, cleared or refused. */
  inDoubt: boolean;
  /** Its erasure was acknowledged, and nothing was asked to bring it back. */
  gone: boolean;
}

/** Somebody who draws, keeps what was not acknowledged, and comes back on some machine whenever the line is lost. */
class Artist {
  readonly page = new Page();
  readonly strokes: Drawn[] = [];
  machine: Machine | null = null;
  undo: string | null = null;
  sending = false;
  /** Counts joins: an answer to an earlier one means nothing. */
  joins = 0;
  joining = false;
}

export interface ClusterPlan {
  readonly seed: number;
  readonly commands: number;
}

/** Three machines on one hub, six people, and everything that can go wrong between them. */
export class ClusterWorld {
  readonly script: string[] = [];
  readonly #random: Random;
  readonly #clock = new HandClock();
  readonly #queues = new Map<string, (() => void)[]>();
  readonly #hub: Hub;
  #machines: Machine[] = [];
  readonly #artists = Array.from({ length: 6 }, () => new Artist());
  #names = 0;
  #code = '';

  constructor(private readonly plan: ClusterPlan) {
    this.#random = new Random(plan.seed);
    this.#hub = new Hub({
      now: this.#clock.now,
      later: (machine, run) => {
        const queue = this.#queues.get(machine) ?? [];
        queue.push(run);
        this.#queues.set(machine, queue);
      },
    });
  }

  #addMachine(): void {
    this.#machines.push(new Machine(this.#hub, `m${this.#names++}`, this.#clock));
  }

  #pick<T>(all: readonly T[]): T {
    return all[this.#random.below(all.length)] as T;
  }

  async #turn(): Promise<void> {
    for (let i = 0; i < 25; i++) await null;
  }

  /** Lets some of what is under way arrive, machine by machine in random turns. */
  async #deliver(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const busy = [...this.#queues.values()].filter((queue) => queue.length > 0);
      if (busy.length === 0) break;
      this.#pick(busy).shift()?.();
      await this.#turn();
    }
  }

  async #settle(): Promise<void> {
    for (let i = 0; i < 8; i++) {
      this.#clock.turn(100);
      await this.#turn();
      await this.#deliver(10_000);
    }
  }

  /** Runs the story; returns what is wrong at its end, or null. */
  async run(): Promise<string | null> {
    for (let i = 0; i < 3; i++) this.#addMachine();
    const making = (this.#machines[0] as Machine).rooms.make('board');
    await this.#settle();
    const made = await making;
    if ('reason' in made) return made.message;
    this.#code = made.code;
    (this.#artists[0] as Artist).page.key = made.key;
    for (const artist of this.#artists) {
      this.#join(artist, this.#pick(this.#machines));
      await this.#settle();
    }
    for (let i = 0; i < this.plan.commands; i++) {
      await this.#command();
      await this.#turn();
      await this.#deliver(this.#random.below(12));
    }
    await this.#calm();
    return this.#judge();
  }

  async #command(): Promise<void> {
    const artist = this.#pick(this.#artists);
    const n = this.#random.below(100);
    if (n < 50) this.#draw(artist);
    else if (n < 56) this.#erase(artist);
    else if (n < 59) this.#clear(artist);
    else if (n < 62) this.#restore(artist);
    else if (n < 72) this.#move(artist);
    else if (n < 76) this.#cut();
    else if (n < 82) this.#mend();
    else if (n < 84) this.#kill();
    else if (n < 86) this.#freeze(this.#random.below(2) === 0);
    else this.#clock.turn(this.#random.below(n < 98 ? 60 : 6000));
  }

  #say(what: string): void {
    this.script.push(`${this.script.length}: ${what}`);
  }

  #join(artist: Artist, machine: Machine): void {
    if (artist.joining) return;
    artist.joining = true;
    const join = ++artist.joins;
    artist.page.leave();
    artist.sending = false;
    artist.machine = machine;
    this.#say(`${artist.page.author} joins ${machine.bus.machine}`);
    artist.page.join(machine, this.#code).then(
      (refusal) => {
        if (join !== artist.joins) return;
        artist.joining = false;
        if (refusal) artist.machine = null;
      },
      () => {
        if (join !== artist.joins) return;
        artist.joining = false;
        artist.machine = null;
      },
    );
  }

  #move(artist: Artist): void {
    this.#join(artist, this.#pick(this.#machines));
  }

  #draw(artist: Artist): void {
    const last = artist.strokes.at(-1);
    const open = last && !last.done && !last.inDoubt && !last.gone ? last : null;
    const stroke = open ?? this.#newStroke(artist);
    stroke.drawn += 1 + this.#random.below(4);
    if (this.#random.below(4) === 0) stroke.done = true;
    this.#send(artist);
  }

  #newStroke(artist: Artist): Drawn {
    const last = artist.strokes.at(-1);
    if (last) last.done = true;
    const fresh = { drawn: 0, acknowledged: 0, done: false, doneAcknowledged: false };
    const stroke = { ...fresh, stroke: artist.strokes.length + 1, inDoubt: false, gone: false };
    artist.strokes.push(stroke);
    return stroke;
  }

  /** Sends all that was not acknowledged, one message at a time. */
  #send(artist: Artist): void {
    const { page } = artist;
    if (artist.sending || !page.session) return;
    const waiting = artist.strokes.filter(
      (s) => !s.gone && (s.acknowledged < s.drawn || (s.done && !s.doneAcknowledged)),
    );
    if (waiting.length === 0) return;
    const sent = waiting.map((s) => ({ s, upTo: s.drawn, done: s.done }));
    const chunks = sent.map(({ s, upTo, done }) =>
      line(s.stroke, upTo - s.acknowledged, { at: s.acknowledged, done, x: 100 + page.author }),
    );
    artist.sending = true;
    this.#say(`${page.author} sends ${sent.map(({ s, upTo }) => `${s.stroke}:${upTo}`)}`);
    const { session } = page;
    page.draw(...chunks).then((answer) => {
      artist.sending = false;
      // The line may have been lost before the answer came.
      if (page.session !== session || !answer.ok) return;
      for (const { s, upTo, done } of sent) {
        const refusal = answer.refused?.find((r) => r.stroke === s.stroke);
        // A stroke that was brought back may be shorter than what was acknowledged of it while it was away.
        if (refusal && refusal.reason !== 'frozen' && !s.inDoubt) {
          this.script.push(
            `BUG ${page.author}.${s.stroke} on ${artist.machine?.bus.machine} up ${artist.machine?.bus.up} ${refusal.message}`,
          );
        }
        if (refusal) {
          s.inDoubt = true;
          continue;
        }
        s.acknowledged = Math.max(s.acknowledged, upTo);
        s.doneAcknowledged ||= done;
      }
    });
  }

  #erase(artist: Artist): void {
    const { session, author } = artist.page;
    const stroke = artist.strokes.length > 0 ? this.#pick(artist.strokes) : null;
    if (!session || !stroke?.doneAcknowledged || stroke.inDoubt) return;
    this.#say(`${author} erases ${stroke.stroke}`);
    stroke.inDoubt = true;
    erase(session.room, session.pen, [[author, stroke.stroke]]).then((answer) => {
      if (!answer.ok || session !== artist.page.session) return;
      stroke.inDoubt = false;
      stroke.gone = true;
    });
  }

  #clear(artist: Artist): void {
    const { session, author } = artist.page;
    if (!session || session.pen.host) return;
    this.#say(`${author} clears`);
    for (const stroke of artist.strokes) this.#doubt(stroke);
    clear(session.room, session.pen).then((answer) => {
      if (answer.ok) artist.undo = answer.undo;
    });
  }

  #restore(artist: Artist): void {
    const { session } = artist.page;
    if (!session || !artist.undo) return;
    this.#say(`${artist.page.author} restores`);
    for (const stroke of artist.strokes) this.#doubt(stroke);
    restore(session.room, session.pen, artist.undo).catch(() => {});
  }

  #doubt(stroke: Drawn): void {
    stroke.done = true;
    stroke.inDoubt = true;
    stroke.gone = false;
  }

  #freeze(on: boolean): void {
    const { page, machine } = this.#artists[0] as Artist;
    if (!page.session || !machine) return;
    this.#say(`the host ${on ? 'freezes' : 'thaws'}`);
    void host(page.session.room, machine.rooms, page.session.pen, { do: 'freeze', on });
  }

  #cut(): void {
    const machine = this.#pick(this.#machines);
    this.#say(`${machine.bus.machine} is cut off`);
    machine.bus.cut();
  }

  #mend(): void {
    for (const { bus } of this.#machines) if (!bus.up) bus.mend();
    this.#say('all lines are mended');
  }

  /** A machine dies, with all that was under way; another one starts. */
  #kill(): void {
    const i = this.#random.below(this.#machines.length);
    const [dead] = this.#machines.splice(i, 1);
    if (!dead) return;
    this.#say(`${dead.bus.machine} dies`);
    dead.bus.cut();
    this.#queues.delete(dead.bus.machine);
    this.#addMachine();
    for (const artist of this.#artists) {
      if (artist.machine !== dead) continue;
      artist.page.lose();
      artist.sending = false;
      artist.joining = false;
      artist.joins++;
      artist.machine = null;
    }
  }

  /** Everything is mended, everybody comes back and sends what is left. */
  async #calm(): Promise<void> {
    this.#mend();
    await this.#settle();
    for (let round = 0; round < 6; round++) {
      for (const artist of this.#artists) {
        if (!artist.page.session) this.#join(artist, this.#pick(this.#machines));
        await this.#settle();
        this.#freeze(false);
        await this.#settle();
        for (const s of artist.strokes) s.done = true;
        this.#send(artist);
        await this.#settle();
      }
    }
    for (let i = 0; i < 12; i++) {
      this.#clock.turn(4000);
      await this.#settle();
    }
  }

  async #judge(): Promise<string | null> {
    const bug = this.script.find((said) => said.startsWith('BUG'));
    if (bug) return bug;
    for (const machine of this.#machines) if (machine.bugs[0]) return String(machine.bugs[0]);
    const opening = Promise.all(this.#machines.map((machine) => machine.room(this.#code)));
    await this.#settle();
    const rooms = await opening;
    const shown = rooms.map((room) => JSON.stringify(plain(strokesOf(room.canvas.doc))));
    if (new Set(shown).size !== 1) return `the machines differ: ${shown.join('\n')}`;
    for (const { page, machine } of this.#artists) {
      const seen = JSON.stringify(plain(page.strokes.strokes()));
      if (seen !== shown[0]) {
        const differs = difference(JSON.parse(seen), JSON.parse(shown[0] as string));
        return `${page.author} on ${machine?.bus.machine ?? 'no machine'} sees ${differs}`;
      }
    }
    for (const { canvas, record } of rooms) {
      const strokes = strokesOf(canvas.doc);
      const points = strokes.reduce((sum, s) => sum + s.points.length / POINT_STRIDE, 0);
      if (canvas.strokeCount !== strokes.length || canvas.pointTotal !== points) {
        return `an index counts ${canvas.strokeCount} of ${strokes.length}, ${canvas.pointTotal} of ${points}`;
      }
      if (record.frozen !== rooms[0]?.record.frozen) return 'the machines differ in what is frozen';
    }
    return this.#judgeInk(strokesOf((rooms[0] as (typeof rooms)[0]).canvas.doc));
  }

  #judgeInk(strokes: readonly Stroke[]): string | null {
    const held = new Map(strokes.map((s) => [strokeKey(s.author, s.stroke), s.points.join()]));
    for (const { page, strokes: drawn } of this.#artists) {
      for (const s of drawn) {
        const key = strokeKey(page.author, s.stroke);
        const is = held.get(key);
        if (s.inDoubt) continue;
        const wanted = line(s.stroke, s.drawn, { x: 100 + page.author }).points.join();
        if (s.gone && is !== undefined) return `${key} was erased and is there`;
        if (!s.gone && is !== wanted) return `${key} is ${is}\nand not ${wanted}`;
      }
    }
    return null;
  }
}

/** The strokes in which two canvases differ. */
function difference(a: Record<string, unknown>, b: Record<string, unknown>): string {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const differs = [...keys].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
  return differs
    .map((key) => `${key}: ${JSON.stringify(a[key])} and not ${JSON.stringify(b[key])}`)
    .join('\n');
}
