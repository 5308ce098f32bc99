import type { Clock } from '../link/clock.ts';

/** So long, in milliseconds, a finger rests before it is meant; who leans on the board, or taps it, does not. */
const HOLD_MS = 800;
/** A finger that rests trembles this far, in CSS pixels. */
const STILL_PX = 14;

interface Finger {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** One finger that rests where it came down; a second one, or a move, is something else. */
export class Hold {
  #first: Finger | null = null;
  #forget: () => void = () => {};
  readonly #down = new Set<number>();

  constructor(
    private readonly clock: Clock,
    private readonly onHeld: () => void,
  ) {}

  down(finger: Finger): void {
    this.#down.add(finger.id);
    this.end();
    if (this.#down.size > 1) return;
    this.#first = finger;
    this.#forget = this.clock.after(HOLD_MS, this.onHeld);
  }

  move({ id, x, y }: Finger): void {
    const first = this.#first;
    if (first?.id === id && Math.hypot(x - first.x, y - first.y) > STILL_PX) this.end();
  }

  up(id: number): void {
    this.#down.delete(id);
    this.end();
  }

  /** Nothing is held any more. */
  end(): void {
    this.#forget();
    this.#first = null;
  }
}

/** Calls when a finger, or the button of a board that says it is a mouse, rests on the page beside its controls. Returns its undo. */
export function makeHold(clock: Clock, onHeld: () => void): () => void {
  let touched = false;
  let held = false;
  const hold = new Hold(clock, () => {
    held = true;
    onHeld();
  });
  const fingerOf = (event: PointerEvent): Finger => ({
    id: event.pointerId,
    x: event.clientX,
    y: event.clientY,
  });
  const down = (event: PointerEvent) => {
    touched = event.pointerType !== 'mouse';
    held = false;
    if (event.button !== 0) return;
    if (event.target instanceof Element && event.target.closest('button, a, input')) return;
    hold.down(fingerOf(event));
  };
  const move = (event: PointerEvent) => hold.move(fingerOf(event));
  const up = (event: PointerEvent) => hold.up(event.pointerId);
  // The finger that was meant is no click when it is lifted: that would take the focus from what it opened.
  const lift = (event: Event) => {
    if (held) event.preventDefault();
  };
  // A browser that opens its menu for a long touch takes the finger away before it is meant.
  const menu = (event: Event) => {
    if (touched) event.preventDefault();
  };
  window.addEventListener('pointerdown', down, true);
  window.addEventListener('pointermove', move, true);
  window.addEventListener('pointerup', up, true);
  window.addEventListener('pointercancel', up, true);
  window.addEventListener('touchend', lift, { capture: true, passive: false });
  window.addEventListener('contextmenu', menu);
  return () => {
    hold.end();
    window.removeEventListener('pointerdown', down, true);
    window.removeEventListener('pointermove', move, true);
    window.removeEventListener('pointerup', up, true);
    window.removeEventListener('pointercancel', up, true);
    window.removeEventListener('touchend', lift, true);
    window.removeEventListener('contextmenu', menu);
  };
}
