import type { CDPSession, Page } from '@playwright/test';
import type { PenDigit } from './strokes.ts';

/** Where a digit goes: its top left corner and its longer side, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** A pointer that a browser takes for a real one. */
export interface Pointer {
  down(x: number, y: number): Promise<void>;
  move(x: number, y: number): Promise<void>;
  up(): Promise<void>;
}

export function mouse({ mouse: real }: Page): Pointer {
  return {
    async down(x, y) {
      await real.move(x, y);
      await real.down();
    },
    move: (x, y) => real.move(x, y),
    up: () => real.up(),
  };
}

/** One finger, as the touch screen reports it. */
export function finger(session: CDPSession): Pointer {
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: object[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints } as never);
  return {
    down: async (x, y) => void (await send('touchStart', [{ x, y, id: 1 }])),
    move: async (x, y) => void (await send('touchMove', [{ x, y, id: 1 }])),
    up: async () => void (await send('touchEnd', [])),
  };
}

/** Draws one digit with a pointer, as far at a time as it is told. */
export class Hand {
  readonly #steps: { readonly x: number; readonly y: number; readonly first: boolean }[];
  #done = 0;
  #isDown = false;

  constructor(
    private readonly pointer: Pointer,
    digit: PenDigit,
    place: Place,
  ) {
    this.#steps = digit.strokes.flatMap((way) =>
      way.map(([x, y], i) => ({
        x: place.x + x * place.size,
        y: place.y + y * place.size,
        first: i === 0,
      })),
    );
  }

  /** Every place that the pen comes by, in CSS pixels of the page. */
  get way(): readonly { readonly x: number; readonly y: number }[] {
    return this.#steps;
  }

  /** Draws until this share of the points has been drawn; the pen stays down. */
  async to(share: number): Promise<void> {
    const until = Math.round(this.#steps.length * share);
    while (this.#done < until) {
      const step = this.#steps[this.#done++];
      if (!step) return;
      if (step.first) {
        await this.lift();
        await this.pointer.down(step.x, step.y);
        this.#isDown = true;
      } else await this.pointer.move(step.x, step.y);
    }
  }

  async lift(): Promise<void> {
    if (!this.#isDown) return;
    this.#isDown = false;
    await this.pointer.up();
  }

  /** Draws what is left and lifts the pen. */
  async finish(): Promise<void> {
    await this.to(1);
    await this.lift();
  }
}
