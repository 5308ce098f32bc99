import type { SurfaceView } from './view.ts';

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** The fingers on a surface; once two have begun a pinch, they move the view until the last is lifted. */
export class TwoFingers {
  readonly #fingers = new Map<number, Finger>();
  #pinching = false;
  #corner: Finger = { x: 0, y: 0 };

  constructor(private readonly view: SurfaceView) {}

  /** How many fingers are down. */
  get down(): number {
    return this.#fingers.size;
  }

  add(event: PointerEvent): void {
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** From now on the fingers pinch. */
  begin(element: { readonly left: number; readonly top: number }): void {
    this.#pinching = true;
    this.#corner = { x: element.left, y: element.top };
  }

  /** A finger moved; returns whether that was part of a pinch. */
  move(event: PointerEvent): boolean {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return false;
    const now = { x: event.clientX, y: event.clientY };
    const pair = [...this.#fingers.keys()].slice(0, 2);
    const otherId = pair.find((id) => id !== event.pointerId);
    const other = otherId === undefined ? undefined : this.#fingers.get(otherId);
    this.#fingers.set(event.pointerId, now);
    if (!this.#pinching) return false;
    if (other && pair.includes(event.pointerId)) this.#pinch(before, now, other);
    return true;
  }

  #pinch(before: Finger, now: Finger, other: Finger): void {
    const wide = Math.hypot(before.x - other.x, before.y - other.y);
    const wider = Math.hypot(now.x - other.x, now.y - other.y);
    this.view.panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (wide < 1 || wider < 1) return;
    const x = (now.x + other.x) / 2 - this.#corner.x;
    this.view.zoomAt(x, (now.y + other.y) / 2 - this.#corner.y, wider / wide);
  }

  remove(id: number): void {
    this.#fingers.delete(id);
    if (this.#fingers.size === 0) this.#pinching = false;
  }

  /** The fingers were a palm. */
  clear(): void {
    this.#fingers.clear();
    this.#pinching = false;
  }
}
