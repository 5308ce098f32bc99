import { POINT_STRIDE } from '@inkling/shared/ink';
import { surfaceSize } from '@inkling/shared/limits';
import type { StrokeId } from '@inkling/shared/reading';
import type { EraserSweep, OwnInk, PenStroke } from '../link/link.ts';
import { TwoFingers } from './fingers.ts';
import type { Sweep } from './sheet.ts';
import type { Tool } from './surface.tsx';
import { penOn, type SurfaceView } from './view.ts';

/** What a pen works with. */
export interface PenHouse {
  readonly element: HTMLElement;
  readonly view: SurfaceView;
  readonly ink: Pick<OwnInk, 'begin' | 'eraser'>;
  /** Whether this pen may draw now. */
  readonly draws: () => boolean;
  readonly tool: () => Tool;
  /** Whether the hand tool is held (space): the pointer pans. */
  readonly pans: () => boolean;
  /** Whether the page itself is zoomed: two fingers are the browser's then. */
  readonly pageZoomed: () => boolean;
  /** The strokes that the eraser may take and that a sweep of it touches. */
  readonly touched: (sweep: Sweep) => readonly StrokeId[];
  /** Where the pointer is, in units. */
  readonly pointed: (x: number, y: number) => void;
}

/** CSS pixels that the eraser reaches. */
const ERASER_PX = 10;
/** A second finger this soon, or before the first has gone anywhere, makes the two a pinch. */
const PINCH_MS = 300;
const REST_PX = 12;
/** Touches this soon after the stylus was near are the hand that holds it. */
const PALM_MS = 700;
/** A stylus that was away for so long is not in use any more: fingers draw again. */
const STYLUS_MS = 30_000;

const FIRST_BUTTON_HELD = 1;
const MIDDLE_BUTTON = 1;
const STYLUS_ERASER = 32;

type Work =
  | { readonly is: 'drawing'; readonly stroke: PenStroke; readonly pressure: boolean }
  | { readonly is: 'erasing'; readonly sweep: EraserSweep }
  | { readonly is: 'panning' };

interface Hand {
  readonly id: number;
  readonly type: string;
  readonly work: Work;
  readonly began: number;
  readonly rect: DOMRect;
  /** CSS pixels, where it began and where it was last. */
  readonly from: { readonly x: number; readonly y: number };
  at: { readonly x: number; readonly y: number };
  /** CSS pixels that it was away from there at most: a 0 ends where it began. */
  far: number;
  /** What the stroke's last point says. */
  last: readonly [x: number, y: number, ms: number, pressure: number];
}

/** What a point says of its pressure. */
function pressureOf(event: PointerEvent, work: Work): number {
  return work.is === 'drawing' && work.pressure ? Math.round(event.pressure * 255) : 128;
}

/** Turns an element's pointer events into strokes, erasures and moves of the view. Returns its undo. */
export function makePen(house: PenHouse): () => void {
  const { element, view } = house;
  const whole = surfaceSize(view.surface);
  const fingers = new TwoFingers(view);
  let hand: Hand | null = null;
  let stylusWrote = false;
  let stylusAt = Number.NEGATIVE_INFINITY;

  /** From its first touch until it was away for a while; one that only passes over the paper is not. */
  const isStylusInUse = (event: PointerEvent) =>
    stylusWrote && event.timeStamp - stylusAt < STYLUS_MS;
  const stylusIsNear = (event: PointerEvent) => {
    stylusWrote = event.buttons !== 0 || isStylusInUse(event);
    stylusAt = event.timeStamp;
  };

  const unitsOf = (event: PointerEvent, rect: DOMRect): [number, number] => {
    const { x, y } = view.toSurface(event.clientX - rect.left, event.clientY - rect.top);
    const clamp = (n: number, most: number) => Math.round(Math.min(Math.max(n, 0), most));
    return [clamp(x, whole.w), clamp(y, whole.h)];
  };

  const workOf = (event: PointerEvent): Work | null => {
    const pans = event.button === MIDDLE_BUTTON || (event.button === 0 && house.pans());
    // Who only watches moves the paper with the bare hand, and so does who draws with a stylus.
    const bare = event.pointerType === 'touch' && isStylusInUse(event);
    const watches = event.button === 0 && !house.draws();
    if (pans || watches || bare) return view.moves ? { is: 'panning' } : null;
    const turned = event.pointerType === 'pen' && (event.buttons & STYLUS_ERASER) !== 0;
    if ((event.button !== 0 && !turned) || !house.draws()) return null;
    if (turned || house.tool() === 'eraser') return { is: 'erasing', sweep: house.ink.eraser() };
    const pressure = event.pointerType === 'pen';
    const stroke = house.ink.begin({ ...penOn(view), pressure });
    return { is: 'drawing', stroke, pressure };
  };

  /** Points of one event, the ones between frames included; a point that did not move is left out. */
  const draw = (to: Hand, event: PointerEvent, isLast = false) => {
    if (to.work.is !== 'drawing') return;
    const points: number[] = [];
    const between = isLast ? [] : (event.getCoalescedEvents?.() ?? []);
    for (const part of between.length > 0 ? between : [event]) {
      const [x, y] = unitsOf(part, to.rect);
      const [lastX, lastY, lastMs, lastPressure] = to.last;
      if (x === lastX && y === lastY && !isLast) continue;
      const ms = Math.max(lastMs, Math.round(part.timeStamp - to.began));
      // A stylus that is lifted presses no more: its last point is as thick as the one before.
      const pressure = isLast ? lastPressure : pressureOf(part, to.work);
      points.push(x, y, ms, pressure);
      to.last = [x, y, ms, pressure];
    }
    if (points.length >= POINT_STRIDE) to.work.stroke.add(points);
  };

  const erase = (to: Hand, event: PointerEvent) => {
    if (to.work.is !== 'erasing') return;
    const [x0, y0] = to.last;
    const [x1, y1] = unitsOf(event, to.rect);
    to.last = [x1, y1, 0, 0];
    const ids = house.touched({ x0, y0, x1, y1, radius: ERASER_PX / view.at().scale });
    if (ids.length > 0) to.work.sweep.touch(ids);
  };

  const finish = (event: PointerEvent | null) => {
    const was = hand;
    hand = null;
    if (was?.work.is !== 'drawing') return;
    // The last point is sent even if it did not move: a dot is a stroke, and a pause before lifting is part of one.
    if (event) draw(was, event, true);
    was.work.stroke.end();
  };

  const cancel = () => {
    const was = hand;
    hand = null;
    if (was?.work.is === 'drawing') was.work.stroke.cancel();
  };

  const isPalm = (event: PointerEvent) =>
    event.pointerType === 'touch' && (hand?.type === 'pen' || event.timeStamp - stylusAt < PALM_MS);

  /** A second finger: with one that only just came down it pinches, and what that one began was never meant. */
  const isPinch = (event: PointerEvent) => {
    if (event.pointerType !== 'touch' || !(view.moves || house.pageZoomed())) return false;
    if (!hand) return fingers.down > 1;
    if (hand.type !== 'touch') return false;
    if (hand.work.is === 'panning') return true;
    return event.timeStamp - hand.began < PINCH_MS || hand.far < REST_PX;
  };

  const down = (event: PointerEvent) => {
    if (event.pointerType === 'pen') {
      stylusIsNear(event);
      // The palm was there first.
      if (hand?.type === 'touch') cancel();
      fingers.clear();
    }
    if (isPalm(event)) return;
    if (event.pointerType === 'touch') fingers.add(event);
    if (isPinch(event)) {
      cancel();
      if (!house.pageZoomed()) fingers.begin(element.getBoundingClientRect());
      return;
    }
    if (hand || fingers.down > 1) return;
    const work = workOf(event);
    if (!work) return;
    const rect = element.getBoundingClientRect();
    const [x, y] = unitsOf(event, rect);
    const at = { x: event.clientX, y: event.clientY };
    const { pointerId: id, pointerType: type, timeStamp: began } = event;
    const first = [x, y, 0, pressureOf(event, work)] as const;
    hand = { id, type, work, began, rect, from: at, at, far: 0, last: first };
    try {
      element.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is gone already; its `pointerup` comes all the same.
    }
    if (work.is === 'drawing') work.stroke.add([...first]);
    else if (work.is === 'erasing') erase(hand, event);
    if (event.button === MIDDLE_BUTTON) event.preventDefault();
  };

  const move = (event: PointerEvent) => {
    if (event.pointerType === 'pen') stylusIsNear(event);
    if (event.pointerType === 'touch' && fingers.move(event)) return;
    if (hand && hand.id !== event.pointerId) return;
    const rect = hand?.rect ?? element.getBoundingClientRect();
    house.pointed(...unitsOf(event, rect));
    if (!hand) return;
    // While another button is held, lifting the first one is only a move.
    const lifted = hand.type === 'mouse' && (event.buttons & FIRST_BUTTON_HELD) === 0;
    if (lifted && hand.work.is !== 'panning') return finish(event);
    const { x, y } = hand.from;
    hand.far = Math.max(hand.far, Math.hypot(event.clientX - x, event.clientY - y));
    if (hand.work.is === 'panning') {
      // A palm that only rests moves nothing.
      if (hand.type === 'touch' && hand.far < REST_PX) return;
      view.panBy(event.clientX - hand.at.x, event.clientY - hand.at.y);
    } else if (hand.work.is === 'drawing') draw(hand, event);
    else erase(hand, event);
    hand.at = { x: event.clientX, y: event.clientY };
  };

  const up = (event: PointerEvent) => {
    fingers.remove(event.pointerId);
    if (hand?.id === event.pointerId) finish(event);
  };
  /** The browser took the pointer away: what was drawn stays. */
  const lost = (event: PointerEvent) => {
    fingers.remove(event.pointerId);
    if (hand?.id === event.pointerId) finish(null);
  };
  /** Where touches draw they must not also scroll, select, write with Scribble, or open a loupe or a menu. */
  const disarm = (event: Event) => {
    if (event.cancelable && (house.draws() || view.moves)) event.preventDefault();
  };

  const disarmTouch = (event: Event) => {
    if (!house.pageZoomed()) disarm(event);
  };

  const listeners: [string, (event: never) => void, AddEventListenerOptions?][] = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', lost],
    ['lostpointercapture', lost],
    ['touchstart', disarmTouch, { passive: false }],
    ['touchmove', disarmTouch, { passive: false }],
    ['touchend', disarmTouch, { passive: false }],
    ['contextmenu', disarm],
    ['selectstart', disarm],
    ['dragstart', disarm],
  ];
  for (const [name, listener, options] of listeners) {
    element.addEventListener(name, listener as EventListener, options);
  }
  return () => {
    finish(null);
    for (const [name, listener, options] of listeners) {
      element.removeEventListener(name, listener as EventListener, options);
    }
  };
}
