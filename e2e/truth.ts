import { expect } from '@playwright/test';

/** A reading as the server tells it over HTTP. */
export interface ToldReading {
  readonly glyph: string;
  readonly surface: number;
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly strokes: readonly (readonly [number, number])[];
  readonly probabilities: readonly number[];
}

/** What the server says that a canvas is. */
export interface ToldCanvas {
  readonly code: string;
  readonly strokes: readonly {
    readonly author: number;
    readonly stroke: number;
    readonly surface: number;
    readonly done: boolean;
    readonly points: readonly (readonly [x: number, y: number, ms: number, pressure: number])[];
  }[];
  readonly readings: readonly ToldReading[];
}

/** The class with the highest probability: 0–9, or 10 for "not a digit". */
export function winner(reading: ToldReading): number {
  return reading.probabilities.indexOf(Math.max(...reading.probabilities));
}

/** The truth about rooms: what the server answers over HTTP. Tests look here first, and then at the screen. */
export class Truth {
  constructor(private readonly server: { readonly url: string }) {}

  async canvas(code: string): Promise<ToldCanvas> {
    const answer = await fetch(`${this.server.url}/api/rooms/${code}/canvas.json`);
    if (!answer.ok) throw new Error(`canvas.json of ${code}: ${answer.status}`);
    return (await answer.json()) as ToldCanvas;
  }

  /** The digits read in a room, from left to right. */
  async digits(code: string): Promise<number[]> {
    const { readings } = await this.canvas(code);
    return [...readings].sort((a, b) => a.box.x - b.box.x).map(winner);
  }

  /** Waits until the room has so many finished strokes, and returns its canvas. */
  async strokes(code: string, count: number): Promise<ToldCanvas> {
    await expect
      .poll(async () => (await this.canvas(code)).strokes.filter((s) => s.done).length)
      .toBe(count);
    return this.canvas(code);
  }

  /** Waits until just these digits are read, from left to right. */
  async reads(code: string, ...digits: number[]): Promise<void> {
    await expect.poll(() => this.digits(code)).toEqual(digits);
  }
}
