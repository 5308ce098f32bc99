import type { StrokeId } from '@inkling/shared/reading';
import type { KeptStroke } from './outbox.ts';
import type { InkOverlay } from './own-ink.ts';

/** One's own stroke through undo and redo: it comes back as another stroke, under another number. */
interface OwnStroke {
  stroke: number;
  ink: Omit<KeptStroke, 'stroke'> | undefined;
}

type Deed =
  | { readonly did: 'drew'; readonly own: readonly OwnStroke[] }
  | { readonly did: 'erased'; readonly own: OwnStroke[] }
  | { readonly did: 'cleared'; readonly undo: string };

interface DeedsParts {
  readonly overlay: Pick<InkOverlay, 'erase' | 'put' | 'has' | 'inkOf' | 'drawing'>;
  readonly me: () => number;
  /** One's newest stroke on the canvas that can be seen, for ink from before this page was loaded. */
  readonly newest: () => number | undefined;
  /** Asks the room to bring back what a clear took away; `restored` is called if it did, or never will. */
  readonly restore: (undo: string) => Promise<void>;
  readonly changed: () => void;
}

/** What one did to one's own ink, so that it can be undone and done again. It never names anyone else's stroke. */
export class Deeds {
  readonly #past: Deed[] = [];
  readonly #future: Deed[] = [];
  readonly #own = new Map<number, OwnStroke>();
  /** The room is asked to undo a clear, and has not answered. */
  #restoring = false;

  constructor(private readonly parts: DeedsParts) {}

  /** One drew a stroke, or brought several at once. */
  drew(...strokes: readonly number[]): void {
    this.#do({ did: 'drew', own: strokes.map((stroke) => this.#ownOf(stroke)) });
  }

  /** One is about to erase strokes of one's own; those of one sweep of the eraser are one deed. */
  erasing(strokes: readonly number[], sweep?: OwnStroke[]): OwnStroke[] {
    const own = strokes.map((stroke) => this.#ownOf(stroke));
    for (const one of own) one.ink = this.parts.overlay.inkOf(one.stroke);
    if (sweep) {
      sweep.push(...own);
      this.parts.changed();
      return sweep;
    }
    this.#do({ did: 'erased', own });
    return own;
  }

  /** One cleared; the room keeps what that took away under `undo`. */
  cleared(undo: string): void {
    this.#do({ did: 'cleared', undo });
  }

  /** A clear was undone, or can never be: undoing it again would do nothing. */
  restored(undo: string): void {
    const i = this.#past.findIndex((deed) => deed.did === 'cleared' && deed.undo === undo);
    if (i >= 0) this.#past.splice(i, 1);
    this.parts.changed();
  }

  /** Forgets all that was done: nothing of it can be undone or done again. */
  forget(): void {
    this.#past.length = 0;
    this.#future.length = 0;
    this.parts.changed();
  }

  #do(deed: Deed): void {
    this.#past.push(deed);
    this.#future.length = 0;
    this.parts.changed();
  }

  #ownOf(stroke: number): OwnStroke {
    const one = this.#own.get(stroke) ?? { stroke, ink: undefined };
    this.#own.set(stroke, one);
    return one;
  }

  /** Takes the newest deed back; returns false when there is none. */
  undo(): boolean {
    if (this.parts.overlay.drawing || this.#restoring) return false;
    this.#dropEmpty();
    const deed = this.#past.at(-1) ?? this.#earlier();
    if (!deed) return false;
    if (deed.did === 'cleared') {
      void this.#bringBackCleared(deed.undo);
      return true;
    }
    this.#past.pop();
    if (deed.did === 'drew') this.#take(deed.own);
    else this.#bringBack(deed.own);
    this.#future.push(deed);
    this.parts.changed();
    return true;
  }

  /** Only the room can undo a clear: as long as it may do so later, there is something to undo. */
  async #bringBackCleared(undo: string): Promise<void> {
    this.#restoring = true;
    await this.parts.restore(undo);
    this.#restoring = false;
  }

  /** Does again what was taken back last; returns false when there is nothing. */
  redo(): boolean {
    if (this.parts.overlay.drawing) return false;
    const deed = this.#future.pop();
    if (!deed || deed.did === 'cleared') return false;
    if (deed.did === 'drew') this.#bringBack(deed.own);
    else this.#take(deed.own);
    this.#past.push(deed);
    this.parts.changed();
    return true;
  }

  get canUndo(): boolean {
    this.#dropEmpty();
    return this.#past.length > 0 || this.parts.newest() !== undefined;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Leaves out deeds with nothing left of them: refused, or erased by the host. */
  #dropEmpty(): void {
    for (let deed = this.#past.at(-1); deed; deed = this.#past.at(-1)) {
      const { overlay } = this.parts;
      const empty =
        (deed.did === 'drew' && !deed.own.some(({ stroke }) => overlay.has(stroke))) ||
        (deed.did === 'erased' && !deed.own.some(({ ink }) => ink));
      if (!empty) return;
      this.#past.pop();
    }
  }

  #earlier(): Deed | undefined {
    const stroke = this.parts.newest();
    return stroke === undefined ? undefined : { did: 'drew', own: [this.#ownOf(stroke)] };
  }

  #take(own: readonly OwnStroke[]): void {
    const ids: StrokeId[] = [];
    for (const one of own) {
      if (!this.parts.overlay.has(one.stroke)) continue;
      one.ink = this.parts.overlay.inkOf(one.stroke);
      ids.push([this.parts.me(), one.stroke]);
    }
    this.parts.overlay.erase(ids);
  }

  #bringBack(own: readonly OwnStroke[]): void {
    for (const one of own) {
      if (!one.ink) continue;
      this.#own.delete(one.stroke);
      one.stroke = this.parts.overlay.put(one.ink);
      this.#own.set(one.stroke, one);
    }
  }
}
