import { expect, type Locator, type Page } from '@playwright/test';
import { Hand, mouse, type Place, type Pointer } from './hand.ts';
import type { PenDigit } from './strokes.ts';

/** Where to draw, as shares of the paper: the middle of the digit, and its longer side. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

const MIDDLE: Spot = { x: 0.5, y: 0.5, size: 0.4 };

/** One person's page in a room. */
export class RoomPage {
  readonly paper: Locator;
  readonly headline: Locator;
  readonly bars: Locator;
  readonly status: Locator;
  readonly ending: Locator;
  readonly invite: Locator;

  constructor(
    readonly page: Page,
    private readonly pointer: Pointer = mouse(page),
  ) {
    this.paper = page.locator('[data-surface]');
    this.headline = page.getByTestId('headline');
    this.bars = page.getByTestId('bars').locator('[data-digit]');
    this.status = page.getByTestId('status');
    this.ending = page.getByTestId('ending');
    this.invite = page.getByRole('button', { name: 'Invite' });
  }

  /** The room's code, once the page is in a room. */
  async code(): Promise<string> {
    await this.page.waitForURL(/\/[A-HJKMNP-Z]{6}(?:[/?#]|$)/);
    return new URL(this.page.url()).pathname.slice(1, 7);
  }

  /** A hand that is about to draw a digit at a spot of the paper. */
  async hand(digit: PenDigit, spot: Spot = MIDDLE): Promise<Hand> {
    const box = await this.#box();
    const size = spot.size * Math.min(box.width, box.height);
    const points = digit.strokes.flat();
    const [w, h] = [0, 1].map((k) => Math.max(...points.map((p) => p[k as 0 | 1])) * size);
    const place: Place = {
      x: box.x + spot.x * box.width - (w as number) / 2,
      y: box.y + spot.y * box.height - (h as number) / 2,
      size,
    };
    return new Hand(this.pointer, digit, place);
  }

  /** Where the paper lies, once it lies there: a student's page may be changing from the board to a tile. */
  async #box(): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
    await expect(this.paper).toBeVisible();
    return (await this.paper.boundingBox()) ?? this.#box();
  }

  /** Draws a whole digit. */
  async draw(digit: PenDigit, spot?: Spot): Promise<Hand> {
    const hand = await this.hand(digit, spot);
    await hand.finish();
    return hand;
  }

  /** The digit with the longest bar, or null while there is none. */
  async barsSay(): Promise<number | null> {
    const percents = await this.bars.evaluateAll((bars) =>
      bars.map((bar) => Number((bar as HTMLElement).dataset.percent)),
    );
    const most = Math.max(...percents);
    return most > 0 ? percents.indexOf(most) : null;
  }

  /** Waits until the headline says this digit. */
  async says(digit: number): Promise<void> {
    await expect(this.headline.locator(`[data-digit="${digit}"]`)).toBeVisible();
  }

  /** Waits until the server has acknowledged everything. */
  async saved(): Promise<void> {
    await expect(this.status).toHaveAttribute('data-mood', 'well');
  }

  /** Which share of a way, in CSS pixels of a page of this size, has ink on this screen. */
  async inked(way: Hand['way']): Promise<number> {
    return this.paper.evaluate((paper, points) => {
      // One of two is painted behind the scenes while the other is shown.
      const isShown = (c: HTMLCanvasElement) => getComputedStyle(c).visibility !== 'hidden';
      const canvases = [...paper.querySelectorAll('canvas')].filter(
        (c) => c.width > 0 && isShown(c),
      );
      const hasInk = ({ x, y }: { readonly x: number; readonly y: number }) =>
        canvases.some((canvas) => {
          const box = canvas.getBoundingClientRect();
          const ratio = canvas.width / box.width;
          // The pen smooths what the hand did: the ink may lie this far beside it.
          const reach = Math.ceil(4 * ratio);
          const wide = 2 * reach + 1;
          const at = [(x - box.x) * ratio - reach, (y - box.y) * ratio - reach].map(Math.round);
          const pixels = canvas
            .getContext('2d')
            ?.getImageData(at[0] ?? 0, at[1] ?? 0, wide, wide).data;
          return pixels?.some((value, i) => i % 4 === 3 && value > 60) ?? false;
        });
      return points.filter(hasInk).length / points.length;
    }, way);
  }

  /** Waits until this screen shows the whole way. */
  async shows(way: Hand['way']): Promise<void> {
    await expect.poll(() => this.inked(way)).toBeGreaterThan(0.95);
  }
}
