import type { Pointer } from '@inkling/shared/frame';
import type { Canvas, Joined, Task } from '@inkling/shared/protocol';
import type { ReadingChange } from '@inkling/shared/reading';
import { createSignal, onCleanup } from 'solid-js';
import { type Clock, machineClock } from './clock.ts';
import { browserSigns, type PageSigns } from './comeback.ts';
import { createOwnInk } from './create-own-ink.ts';
import { CanvasFollower, type Changes } from './follow.ts';
import { HostKey } from './host-key.ts';
import { type Keep, makeKeep } from './keep.ts';
import { type Line, type MakeLine, makeSocketLine } from './line.ts';
import type { RefusedInk, RoomLink, RoomOptions, Saved } from './link.ts';
import { makeListeners } from './listeners.ts';
import { makePersister } from './persist.ts';
import { makePointing } from './pointing.ts';
import { createRoomFacts, requestOf } from './room-facts.ts';
import { isSameSaved, savedOf } from './saved.ts';
import { Sender } from './sender.ts';
import { Session } from './session.ts';
import { awaitSnapshot, browserSnapshot } from './snapshot.ts';
import { makeWishes } from './wishes.ts';

/** What surrounds a room; the browser unless a test says otherwise. */
export interface RoomHouse {
  readonly makeLine: MakeLine;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly signs: PageSigns;
  readonly random: () => number;
  /** The canvas of a room over HTTP; null when there is none to be had. Never rejects. */
  readonly snapshot: (code: string) => Promise<Canvas | null>;
}

/** Joins or makes a room and stays in it until the owner is disposed. Ink is taken at once, whatever the line does. */
export function createRoom(options: RoomOptions, given: Partial<RoomHouse> = {}): RoomLink {
  const clock = given.clock ?? machineClock;
  const keep = given.keep ?? makeKeep(options.code);
  const signs = given.signs ?? browserSigns;
  const hostKey = new HostKey(options.key, keep);

  const follower = new CanvasFollower();
  const facts = createRoomFacts((author) => follower.signature(author));
  const { link, room, you, people, me } = facts;
  const [saved, setSaved] = createSignal<Saved>({ at: 'saved' }, { equals: isSameSaved });
  const strokeNews = makeListeners<ReadonlySet<string>>();
  const readingNews = makeListeners<readonly ReadingChange[]>();
  const pointerNews = makeListeners<readonly Pointer[]>();
  const refusals = makeListeners<RefusedInk>();
  const flushed = makeListeners<void>();
  let code = options.code;
  let name = options.name;
  let notSaved = false;
  let catchingUp = false;

  const own = createOwnInk({
    clock,
    keep,
    me,
    paper: facts.paper,
    host: () => you()?.host ?? false,
    canvas: () => follower.strokes,
    send: () => {
      sender.touch();
      moved();
    },
    async restore(undo) {
      const answer = await wishes.restore(undo);
      if (!answer.ok) refusals.tell({ ...answer, stroke: 0 });
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
    people: () => people().filter(({ here }) => here).length,
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
      notSaved: (is) => {
        notSaved = is;
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

  function load(canvas: Canvas): void {
    if (canvas.epoch !== follower.epoch) overlay.canvasReplaced();
    tell(follower.load(canvas));
  }

  function joined(answer: Joined, line: Line): void {
    const before = me();
    const isNew = code === null;
    if (isNew) void keep.moveTo(answer.room.code).then(keepWhoIAm);
    code = answer.room.code;
    facts.joined(answer);
    if (!isNew) keepWhoIAm();
    // Under another number nothing of what was acknowledged is ours.
    sender.cut(before !== 0 && before !== answer.you.author);
    catchingUp = outbox.size + erasures.size > 0 && before !== 0;
    overlay.claim();
    overlay.place();
    load(answer);
    if (before !== me()) own.iAm();
    heardTask(answer.room.task);
    sender.live(line);
    moved();
    void keptIsIn.finally(() => {
      if (!left) own.endLeft();
    });
    if (answer.you.key === undefined && hostKey.denied()) session.rejoin();
  }

  let began: number | null | undefined;

  /** A task is for new ink: what was drawn before it is not to come back under its name. */
  function heardTask(task: Task | null): void {
    const now = task?.began ?? null;
    if (began !== undefined && now !== null && now !== began) own.settle();
    began = now;
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
    facts.setLink({ at: 'away', since: clock.now() });
    moved();
  }

  const session = new Session({
    makeLine: given.makeLine ?? ((events) => makeSocketLine(events, { room: () => code })),
    clock,
    random: given.random ?? Math.random,
    signs,
    ready: () => arrived,
    request: () =>
      requestOf({ code, name, options, keep, key: hostKey.said, have: follower.have() }),
    have: () => follower.have(),
    otherKey: () => hostKey.denied(),
    events: {
      joined,
      synced: load,
      frame(bytes) {
        try {
          tell(follower.take(bytes));
        } catch {
          session.missed();
        }
      },
      people: facts.setPeople,
      room(now) {
        facts.setRoom(now);
        heardTask(now.task);
      },
      votes: facts.setTallies,
      removed: facts.setRemoved,
      away,
      over(reason, message) {
        sender.cut();
        facts.setLink({ at: 'over', reason, message });
        moved();
      },
    },
  });

  const wishes = makeWishes({
    line: () => session.line,
    clock,
    deeds: own.deeds,
    waiting: () => outbox.size + erasures.size,
    onFlushed: flushed.on,
  });
  const pointing = makePointing(clock, (...at) => session.line?.point(...at));

  let left = false;
  function leave(): void {
    if (left) return;
    left = true;
    session.stop();
    sender.stop();
    pointing.stop();
    persister.stop();
    keep.close();
  }
  onCleanup(leave);

  const arrived = awaitSnapshot({
    snapshot: options.code === null ? null : (given.snapshot ?? browserSnapshot)(options.code),
    clock,
    take(snapshot) {
      if (follower.epoch === null && !left) load(snapshot);
    },
  });

  const keptIsIn = keep.open().then(async () => {
    if (left) return;
    session.start();
    const kept = await keep.changes();
    if (left) return;
    try {
      if (kept) own.takeKept(kept.strokes, kept.erasures);
    } finally {
      // Whatever was kept, what is drawn from here on is to be kept as well.
      persister.start(signs);
    }
  });

  return {
    link,
    saved,
    room,
    you,
    paper: facts.paper,
    people,
    tallies: facts.tallies,
    removed: facts.removed,
    get strokes() {
      return follower.strokes;
    },
    onStrokes: strokeNews.on,
    colorOf: facts.colorOf,
    nameOf: facts.nameOf,
    readings: follower.readings,
    onReadings: readingNews.on,
    pointers: follower.pointers,
    onPointers: pointerNews.on,
    onRefused: refusals.on,
    ownInk: own.ownInk,
    erase: (strokes) => own.ownInk.eraser().touch(strokes),
    ...wishes,
    point(...at) {
      if (room()?.pointers) pointing.point(...at);
    },
    rename(next) {
      name = next;
      session.rejoin();
    },
    leave,
  };
}
