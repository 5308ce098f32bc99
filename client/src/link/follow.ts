import { authorsOf, followStrokes, type Signature, StrokeFold } from '@inkling/shared/canvas';
import { decodeFrame, decodeReadings, type Pointer } from '@inkling/shared/frame';
import { unpackInk } from '@inkling/shared/packed-ink';
import type { Canvas, Have } from '@inkling/shared/protocol';
import { isGone, type Reading, type ReadingChange, strokeKey } from '@inkling/shared/reading';
import * as Y from 'yjs';

/** What one message from the room changed. */
export interface Changes {
  /** Keys ("author.stroke") of strokes that may have grown, ended or gone. */
  readonly strokes: ReadonlySet<string>;
  readonly readings: readonly ReadingChange[];
  readonly pointers: readonly Pointer[];
  /** Something before this is missing: ask for a `sync`. */
  readonly gap: boolean;
}

/** What a room's canvas and readings are, from what the room says. Knows no socket, so bots and tests follow with it too. */
export class CanvasFollower {
  #doc = new Y.Doc();
  #epoch: number | null = null;
  #strokes = new StrokeFold();
  #unfollow = () => {};
  #touched = new Set<string>();
  readonly readings = new Map<string, Reading>();
  readonly pointers = new Map<number, Pointer>();

  /** The strokes of the epoch at hand; another one after `load` brought another epoch. */
  get strokes(): StrokeFold {
    return this.#strokes;
  }

  /** The document's number; null until the first `load`. */
  get epoch(): number | null {
    return this.#epoch;
  }

  /** What is known so far, for `join` and `sync`. */
  have(): Have | undefined {
    if (this.#epoch === null) return undefined;
    return { epoch: this.#epoch, vector: Y.encodeStateVector(this.#doc) };
  }

  /** The name and colour under which an author's ink is kept. */
  signature(author: number): Signature | undefined {
    return authorsOf(this.#doc).get(String(author));
  }

  /** Takes the answer to `join` or `sync`: the whole canvas of its epoch, or what was missing, and every reading. */
  load(canvas: Canvas): Changes {
    this.#touched = new Set();
    if (canvas.epoch !== this.#epoch) this.#begin(canvas.epoch);
    Y.applyUpdate(this.#doc, bytesOf(canvas.canvas));
    const readings = decodeReadings(bytesOf(canvas.readings));
    const kept = new Set(readings.map(({ glyph }) => glyph));
    for (const glyph of this.readings.keys()) {
      if (!kept.has(glyph)) readings.push({ glyph, gone: true });
    }
    return this.#changes(readings, []);
  }

  /** Takes a frame. A frame before the first `load` is left out: the answer to `join` holds it. */
  take(bytes: Uint8Array): Changes {
    this.#touched = new Set();
    if (this.#epoch === null) return this.#changes([], []);
    const { canvas, ink, readings, pointers } = decodeFrame(bytesOf(bytes));
    const update = ink ? unpackInk(ink, this.#doc, this.#strokes) : canvas;
    if (update) Y.applyUpdate(this.#doc, update);
    const changes = this.#changes(readings ?? [], pointers ?? []);
    return update === null ? { ...changes, gap: true } : changes;
  }

  #begin(epoch: number): void {
    this.#unfollow();
    for (const { author, stroke } of this.#strokes.strokes()) {
      this.#touched.add(strokeKey(author, stroke));
    }
    this.#doc.destroy();
    this.#doc = new Y.Doc();
    this.#epoch = epoch;
    this.#strokes = new StrokeFold();
    this.#unfollow = followStrokes(this.#doc, this.#strokes, (keys) => {
      for (const key of keys) this.#touched.add(key);
    });
  }

  #changes(readings: readonly ReadingChange[], pointers: readonly Pointer[]): Changes {
    for (const change of readings) {
      if (isGone(change)) this.readings.delete(change.glyph);
      else this.readings.set(change.glyph, change);
    }
    for (const pointer of pointers) this.pointers.set(pointer.author, pointer);
    const { pendingStructs, pendingDs } = this.#doc.store;
    return {
      strokes: this.#touched,
      readings,
      pointers,
      gap: pendingStructs !== null || pendingDs !== null,
    };
  }
}

/** Bytes as they come from the line: browsers hand over an ArrayBuffer, Node a Buffer. */
export function bytesOf(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  return bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
}
