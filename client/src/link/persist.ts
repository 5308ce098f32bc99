import type { Clock } from './clock.ts';
import type { PageSigns } from './comeback.ts';
import type { Erasures } from './erasures.ts';
import type { Keep } from './keep.ts';
import type { Outbox } from './outbox.ts';

/** Unsent ink is written down this often at most: usually the room has it before. */
const EVERY_MS = 250;

interface PersisterParts {
  readonly outbox: Outbox;
  readonly erasures: Erasures;
  readonly keep: Keep;
  readonly clock: Clock;
}

/** Writes down what the room does not have yet, so that a reload or a crash loses none of it. */
export function makePersister({ outbox, erasures, keep, clock }: PersisterParts) {
  let started = false;
  let due: (() => void) | null = null;
  let written = false;
  let unwatch = () => {};

  const write = () => {
    due?.();
    due = null;
    const empty = outbox.size + erasures.size === 0;
    if (!started || (empty && !written)) return;
    written = !empty;
    const changes = empty ? null : { strokes: outbox.kept(), erasures: erasures.kept() };
    void keep.setChanges(changes);
  };

  return {
    /** Something changed that may have to be written down. */
    touch() {
      if (due || (outbox.size + erasures.size === 0 && !written)) return;
      due = clock.after(EVERY_MS, write);
    },
    /** What was kept before has been read: from here on it may be written over. */
    start(signs: PageSigns) {
      started = true;
      written = true;
      unwatch = signs.onLeave(write);
      write();
    },
    stop() {
      write();
      due?.();
      unwatch();
    },
  };
}
