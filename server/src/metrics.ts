import type { Reason } from '@inkling/shared/protocol';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { LoopDelay, WINDOW_MS } from './loop-delay.ts';
import type { RoomWatch } from './room/ports.ts';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What the gauges ask when they are read. */
export interface Gauges {
  rooms(): number;
  people(): number;
  /** Rooms that hold what the store would not take. */
  unsaved(): number;
  /** Steps of strain, 0 for none. */
  strain(): number;
  /** The share in use of what memory there may be. */
  memory(): number;
  /** Whether `/readyz` would say so. */
  ready(): Promise<boolean>;
  reader(): { readonly queue: number; readonly batch: number; readonly inferenceMs: number };
}

/** Everything `/metrics` tells. */
export class Metrics implements RoomWatch {
  readonly registry = new Registry();
  readonly #chunks = this.#counter('inkling_chunks_total', 'Chunks of ink received.');
  readonly #frames = this.#counter('inkling_frames_total', 'Frames sent to rooms.');
  readonly #bytes = this.#counter('inkling_frame_bytes_total', 'Bytes of frames, to all screens.');
  readonly #skips = this.#counter(
    'inkling_skipped_total',
    'Frames that a slow connection was spared.',
  );
  readonly #refusals = new Counter({
    name: 'inkling_refusals_total',
    help: 'What was refused, by reason.',
    labelNames: ['reason'] as const,
    registers: [this.registry],
  });
  readonly #frameTime = this.#histogram('inkling_frame_seconds', 'Time to make and send a frame.');
  readonly #storeTime = this.#histogram('inkling_store_seconds', 'Time until a write was stored.');
  readonly #storeFaults = this.#counter('inkling_store_faults_total', 'Writes that failed.');
  readonly #readerFaults = this.#counter(
    'inkling_reader_faults_total',
    'Times the reader thread failed.',
  );

  constructor(gauges: Gauges) {
    collectDefaultMetrics({ register: this.registry });
    this.#gauge('inkling_rooms', 'Open rooms.', () => gauges.rooms());
    this.#gauge('inkling_people', 'People connected.', () => gauges.people());
    this.#gauge('inkling_rooms_unsaved', 'Rooms with ink that could not be stored.', () =>
      gauges.unsaved(),
    );
    this.#gauge('inkling_strain', 'Steps by which windows are widened; 0 when all is well.', () =>
      gauges.strain(),
    );
    this.#gauge('inkling_memory_share', 'Share in use of the memory there may be.', () =>
      gauges.memory(),
    );
    this.#gauge(
      'inkling_ready',
      'Whether the network is loaded and the store can be written.',
      () => gauges.ready().then(Number),
    );
    this.#gauge('inkling_reader_queue', 'Glyphs waiting to be read.', () => gauges.reader().queue);
    this.#gauge('inkling_reader_batch', 'Glyphs in the last batch.', () => gauges.reader().batch);
    this.#gauge('inkling_inference_seconds', 'Time of the last inference.', () => {
      return gauges.reader().inferenceMs / 1000;
    });
    const delay = new LoopDelay();
    setInterval(() => delay.turn(), WINDOW_MS).unref();
    this.#gauge(
      'inkling_event_loop_delay_p99_seconds',
      'Event-loop delay of the last half to whole minute, all but the worst hundredth.',
      () => delay.late.p99,
    );
    this.#gauge(
      'inkling_event_loop_delay_max_seconds',
      'The longest that the event loop stood still in the last half to whole minute.',
      () => delay.late.max,
    );
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] });
  }

  #histogram(name: string, help: string): Histogram {
    return new Histogram({ name, help, buckets: SECONDS, registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }

  chunks(count: number): void {
    this.#chunks.inc(count);
  }

  refused(reason: Reason): void {
    this.#refusals.inc({ reason });
  }

  sent(bytes: number): void {
    this.#bytes.inc(bytes);
  }

  skipped(): void {
    this.#skips.inc();
  }

  frame(ms: number): void {
    this.#frames.inc();
    this.#frameTime.observe(ms / 1000);
  }

  stored(ms: number): void {
    this.#storeTime.observe(ms / 1000);
  }

  storeFault(): void {
    this.#storeFaults.inc();
  }

  readerFault(): void {
    this.#readerFaults.inc();
  }
}
