import type { StrokeFold } from '@inkling/shared/canvas';
import { type StrokeId, strokeKey } from '@inkling/shared/reading';
import { createSignal, onCleanup } from 'solid-js';
import type { Clock } from './clock.ts';
import { Deeds } from './deeds.ts';
import { Erasures } from './erasures.ts';
import type { Keep } from './keep.ts';
import type { OwnInk } from './link.ts';
import { makeListeners } from './listeners.ts';
import { Outbox } from './outbox.ts';
import { InkOverlay, type WholeInk } from './own-ink.ts';

interface OwnInkHouse {
  readonly clock: Clock;
  readonly keep: Keep;
  readonly me: () => number;
  readonly paper: () => number | null;
  readonly host: () => boolean;
  readonly canvas: () => StrokeFold;
  readonly send: () => void;
  readonly restore: (undo: string) => Promise<void>;
}

/** A stroke of one's own that is under no pen here and did not grow for so long was left open. */
const LEFT_MS = 3000;

/** One's own ink with everything behind it: overlay, outbox, erasures, and what can be undone. */
export function createOwnInk(house: OwnInkHouse) {
  const { clock, keep, me, paper, canvas } = house;
  const outbox = new Outbox();
  const erasures = new Erasures();
  const changes = makeListeners<void>();
  const [canUndo, setCanUndo] = createSignal(false);
  const [canRedo, setCanRedo] = createSignal(false);
  const onCanvas = new Set<number>();
  /** One's newest stroke that the canvas ever held. */
  let latest = -1;
  /** One's strokes up to this one are not taken back by undo. */
  let settled = -1;
  let ending = () => {};
  onCleanup(() => ending());

  const review = () => {
    setCanUndo(deeds.canUndo);
    setCanRedo(deeds.canRedo);
  };
  const changed = () => changes.tell();
  const overlay = new InkOverlay({
    outbox,
    erasures,
    clock,
    me,
    paper,
    canvas,
    nextStroke: () => keep.nextStroke(),
    send: house.send,
    changed,
  });
  const newest = () => {
    let best: number | undefined;
    for (const stroke of onCanvas) {
      if (stroke > (best ?? settled) && overlay.has(stroke)) best = stroke;
    }
    return best;
  };
  const deeds = new Deeds({ overlay, me, newest, restore: house.restore, changed: review });

  const ownInk: OwnInk = {
    begin: (down) => overlay.begin(down, (stroke) => deeds.drew(stroke)),
    strokes: () => overlay.strokes(),
    hidden: overlay.hidden,
    onChange: changes.on,
    get drawing() {
      return overlay.drawing;
    },
    paste(strokes) {
      const numbers = overlay.putAll(strokes);
      if (numbers.length > 0) deeds.drew(...numbers);
    },
    eraser() {
      let sweep: ReturnType<Deeds['erasing']> | undefined;
      return {
        touch(ids) {
          const fresh = ids.filter(([author, n]) =>
            author === me() ? overlay.has(n) : house.host(),
          );
          const own = fresh.filter(([author]) => author === me()).map(([, stroke]) => stroke);
          if (own.length > 0) sweep = deeds.erasing(own, sweep);
          if (fresh.length > 0) overlay.erase(fresh);
        },
      };
    },
    undo: () => void deeds.undo(),
    redo: () => void deeds.redo(),
    canUndo,
    canRedo,
  };

  return {
    ownInk,
    overlay,
    outbox,
    erasures,
    deeds,
    /** The room has told who one is: what the canvas holds under that number is one's own. */
    iAm() {
      onCanvas.clear();
      const keys = new Set<string>();
      for (const { author, stroke } of canvas().strokes()) keys.add(strokeKey(author, stroke));
      this.canvasChanged(keys);
      changed();
      review();
    },
    /** The canvas changed: tells the overlay, and what may be undone. */
    canvasChanged(keys: ReadonlySet<string>) {
      const mine = `${me()}.`;
      let own = false;
      for (const key of keys) {
        if (!key.startsWith(mine)) continue;
        own = true;
        const stroke = Number(key.slice(mine.length));
        if (canvas().get(key)) {
          onCanvas.add(stroke);
          latest = Math.max(latest, stroke);
          keep.strokesFrom(stroke + 1);
        } else onCanvas.delete(stroke);
      }
      overlay.canvasChanged(keys);
      if (own) review();
    },
    /** One is in the room, and what was kept is known: strokes that a page before this one left open end. One that still grows is under the pen of a copy of this tab. */
    endLeft() {
      const left = () =>
        [...canvas().strokes()].filter(
          ({ author, stroke, done }) => author === me() && !done && !outbox.has(stroke),
        );
      const before = new Map(left().map(({ stroke, points }) => [stroke, points.length]));
      ending();
      if (before.size === 0) return;
      ending = clock.after(LEFT_MS, () => {
        for (const { stroke, surface, pressure, points } of left()) {
          if (before.get(stroke) !== points.length) continue;
          outbox.end({ stroke, surface, pressure, points: [...points], done: true });
        }
        house.send();
      });
    },
    /** Ink and erasures that were kept over a reload. */
    takeKept(strokes: Iterable<WholeInk>, ids: readonly StrokeId[]) {
      const keys = new Set<string>();
      const kept = [...strokes];
      for (const { stroke = 0 } of kept) keep.strokesFrom(stroke + 1);
      // An erasure under author 0 will be of one's own ink, whoever one turns out to be: no new stroke may come under it.
      for (const [author, stroke] of ids) if (author === 0) keep.strokesFrom(stroke + 1);
      const erased = ids.filter(([author, stroke]) => author !== 0 || !outbox.has(stroke));
      for (const number of overlay.putAll(kept)) {
        keys.add(strokeKey(me(), number));
        deeds.drew(number);
      }
      overlay.erase(erased);
      overlay.canvasChanged(keys);
      changed();
    },
    /** What was drawn so far stays as it is: there is nothing to undo, nor to do again. */
    settle() {
      // What the room does not have yet was drawn by now as well.
      settled = Math.max(latest, ...[...overlay.strokes()].map(({ stroke }) => stroke));
      deeds.forget();
    },
    review,
  };
}
