import type { Pointer } from '@inkling/shared/frame';
import { POINTS_A_SECOND, WIRE_VERSION } from '@inkling/shared/limits';
import {
  type ClearAnswer,
  type Done,
  type Joined,
  type JoinRequest,
  type Person,
  type Refusal,
  type Room,
  refuse,
  type Tally,
  type You,
} from '@inkling/shared/protocol';
import type { ReadingChange } from '@inkling/shared/reading';
import { batch, createSignal, onCleanup } from 'solid-js';
import { type Clock, machineClock } from './clock.ts';
import { browserSigns, type PageSigns } from './comeback.ts';
import { createOwnInk } from './create-own-ink.ts';
import { CanvasFollower, type Changes } from './follow.ts';
import { type Keep, makeKeep } from './keep.ts';
import { type Line, type MakeLine, makeSocketLine } from './line.ts';
import type { Link, RefusedInk, RoomLink, RoomOptions, Saved } from './link.ts';
import { makeListeners } from './listeners.ts';
import { makePersister } from './persist.ts';
import { isSameSaved, savedOf } from './saved.ts';
import { Sender } from './sender.ts';
import { Session } from './session.ts';

/** What surrounds a room; the browser unless a test says otherwise. */
export interface RoomHouse {
  readonly makeLine: MakeLine;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly signs: PageSigns;
  readonly random: () => number;
}

/** The colour of ink whose author is not known yet. */
const INK = '#1b1a17';
/** How long `clear` waits for ink that is still on its way. */
const FLUSH_MS = 2000;
const DOWN = 'The line is down; try again when it is back.';

/** Joins or makes a room and stays in it until the owner is disposed. Ink is taken at once, whatever the line does. */
export function createRoom(options: RoomOptions, given: Partial<RoomHouse> = {}): RoomLink {
  const clock = given.clock ?? machineClock;
  const keep = given.keep ?? makeKeep(options.code);
  const signs = given.signs ?? browserSigns;
  if (options.key) keep.setKey(options.key);

  const follower = new CanvasFollower();
  const [link, setLink] = createSignal<Link>({ at: 'joining' });
  const [saved, setSaved] = createSignal<Saved>({ at: 'saved' }, { equals: isSameSaved });
  const [room, setRoom] = createSignal<Room | null>(null);
  const [you, setYou] = createSignal<You | null>(null);
  const [people, setPeople] = createSignal<readonly Person[]>([]);
  const [tallies, setTallies] = createSignal<readonly Tally[]>([]);
  const strokeNews = makeListeners<ReadonlySet<string>>();
  const readingNews = makeListeners<readonly ReadingChange[]>();
  const pointerNews = makeListeners<readonly Pointer[]>();
  const refusals = makeListeners<RefusedInk>();
  const flushed = makeListeners<void>();
  let code = options.code;
  let name = options.name;
  let notSaved: string | null = null;
  let catchingUp = false;

  const me = () => you()?.author ?? 0;
  const own = createOwnInk({
    clock,
    keep,
    me,
    host: () => you()?.host ?? false,
    canvas: () => follower.strokes,
    send: () => {
      sender.touch();
      moved();
    },
    restore: (undo) => {
      void restore(undo).then((answer) => {
        if (!answer.ok) refusals.tell({ ...answer, stroke: 0 });
      });
    },
  });
  const { outbox, erasures, overlay } = own;
  const persister = makePersister({ outbox, erasures, keep, clock });

  /** Something of one's own was drawn, sent or answered. */
  function moved(): void {
    const waiting = outbox.size + erasures.size;
    if (waiting === 0) {
      catchingUp = false;
      flushed.tell();
    }
    setSaved(savedOf({ link: link(), waiting, catchingUp, notSaved }));
    persister.touch();
  }

  const sender = new Sender({
    outbox,
    erasures,
    clock,
    me,
    events: {
      finished: (strokes) => overlay.finished(strokes),
      refused(refusal) {
        overlay.refused(refusal.stroke);
        own.review();
        refusals.tell(refusal);
      },
      erased: (ids) => overlay.erasuresSettled(ids, false),
      eraseRefused(ids, refusal) {
        overlay.erasuresSettled(ids, true);
        refusals.tell({ ...refusal, stroke: 0 });
      },
      notSaved: (message) => {
        notSaved = message;
      },
      moved,
    },
  });

  function tell(changes: Changes): void {
    if (changes.strokes.size > 0) {
      own.canvasChanged(changes.strokes);
      strokeNews.tell(changes.strokes);
      moved();
    }
    if (changes.readings.length > 0) readingNews.tell(changes.readings);
    const others = changes.pointers.filter(({ author }) => author !== me());
    if (others.length > 0) pointerNews.tell(others);
    if (changes.gap) session.missed();
  }

  function request(): JoinRequest {
    const token = keep.token();
    const key = keep.key();
    const have = follower.have();
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

  function joined(answer: Joined, line: Line): void {
    const before = me();
    const isNew = code === null;
    if (isNew) void keep.moveTo(answer.room.code).then(keepWhoIAm);
    code = answer.room.code;
    batch(() => {
      setRoom(answer.room);
      setYou(answer.you);
      setPeople(answer.people);
      setLink({ at: 'live' });
    });
    if (!isNew) keepWhoIAm();
    // Under another number nothing of what was acknowledged is ours.
    sender.cut(before !== 0 && before !== answer.you.author);
    catchingUp = outbox.size + erasures.size > 0 && before !== 0;
    tell(follower.load(answer));
    sender.live(line);
    moved();
  }

  function keepWhoIAm(): void {
    const person = you();
    if (!person) return;
    keep.setToken(person.token);
    if (person.key) keep.setKey(person.key);
    persister.touch();
  }

  function away(): void {
    sender.cut();
    setLink({ at: 'away', since: clock.now() });
    moved();
  }

  const session = new Session({
    makeLine: given.makeLine ?? makeSocketLine,
    clock,
    random: given.random ?? Math.random,
    signs,
    request,
    have: () => follower.have(),
    events: {
      joined,
      synced: (canvas) => tell(follower.load(canvas)),
      frame(bytes) {
        try {
          tell(follower.take(bytes));
        } catch {
          session.missed();
        }
      },
      people(next) {
        const mine = next.find(({ author }) => author === me());
        batch(() => {
          setPeople(next);
          if (mine) setYou((was) => was && { ...was, ...mine });
        });
      },
      room: setRoom,
      votes: setTallies,
      away,
      over(reason, message) {
        sender.cut();
        setLink({ at: 'over', reason, message });
        moved();
      },
    },
  });

  async function clear(surface?: number): Promise<ClearAnswer> {
    // What one sees is what is cleared: ink on its way arrives first.
    if (outbox.size + erasures.size > 0) await untilFlushed();
    const answer = await onLine<ClearAnswer>((line) => line.clear(surface));
    if (answer.ok) own.deeds.cleared(answer.undo);
    return answer;
  }

  function untilFlushed(): Promise<void> {
    return new Promise((resolve) => {
      const undo = [flushed.on(() => end()), clock.after(FLUSH_MS, () => end())];
      const end = () => {
        for (const off of undo) off();
        resolve();
      };
    });
  }

  async function restore(undo: string): Promise<Done | Refusal> {
    const answer = await onLine<Done | Refusal>((line) => line.restore(undo));
    if (answer.ok) own.deeds.restored(undo);
    return answer;
  }

  async function onLine<T>(ask: (line: Line) => Promise<T>): Promise<T | Refusal> {
    const line = session.line;
    if (!line) return refuse('busy', DOWN);
    try {
      return await ask(line);
    } catch {
      return refuse('busy', DOWN);
    }
  }

  let pointed: readonly [number, number, number] | null = null;
  let pointing: (() => void) | null = null;
  function point(...at: readonly [surface: number, x: number, y: number]): void {
    pointed = at;
    if (pointing || !room()?.pointers) return;
    sendPoint();
  }
  function sendPoint(): void {
    pointing = null;
    if (!pointed) return;
    session.line?.point(...pointed);
    pointed = null;
    pointing = clock.after(1000 / POINTS_A_SECOND, sendPoint);
  }

  let left = false;
  function leave(): void {
    if (left) return;
    left = true;
    session.stop();
    sender.stop();
    pointing?.();
    persister.stop();
    keep.close();
  }
  onCleanup(leave);

  void keep.open().then(async () => {
    if (left) return;
    session.start();
    const kept = await keep.changes();
    if (kept && !left) own.takeKept(kept.strokes, kept.erasures);
    persister.start(signs);
  });

  return {
    link,
    saved,
    room,
    you,
    people,
    tallies,
    get strokes() {
      return follower.strokes;
    },
    onStrokes: strokeNews.on,
    colorOf(author) {
      const person = author === 0 ? you() : people().find((p) => p.author === author);
      return person?.color ?? follower.authorMark(author)?.color ?? INK;
    },
    nameOf(author) {
      const person = author === 0 ? you() : people().find((p) => p.author === author);
      return person?.name ?? follower.authorMark(author)?.name ?? '';
    },
    readings: follower.readings,
    onReadings: readingNews.on,
    pointers: follower.pointers,
    onPointers: pointerNews.on,
    onRefused: refusals.on,
    ownInk: own.ownInk,
    erase: (strokes) => own.ownInk.eraser().touch(strokes),
    clear,
    restore,
    host: (wish) => onLine<Done | Refusal>((line) => line.host(wish)),
    vote: (vote) => onLine<Done | Refusal>((line) => line.vote(vote)),
    point,
    rename(next) {
      name = next;
      session.rejoin();
    },
    leave,
  };
}
