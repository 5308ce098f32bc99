import type { Link, Saved } from './link.ts';

/** What `savedOf` looks at. */
export interface InkState {
  readonly link: Link;
  /** Strokes and erasures that the room does not have. */
  readonly waiting: number;
  /** Whether the room has come back and what waited meanwhile is on its way. */
  readonly catchingUp: boolean;
  /** Whether the room cannot keep ink at the moment. */
  readonly notSaved: boolean;
}

/** Where one's own ink stands, for the status chip. */
export function savedOf({ link, waiting, catchingUp, notSaved }: InkState): Saved {
  if (link.at === 'away' || link.at === 'over') return { at: 'offline', waiting };
  if (waiting === 0) return { at: 'saved' };
  if (notSaved) return { at: 'not-saved' };
  return catchingUp ? { at: 'catching-up' } : { at: 'sending', waiting };
}

/** Whether two say the same. */
export function isSameSaved(a: Saved, b: Saved): boolean {
  if (a.at === 'offline' && b.at === 'offline') return a.waiting === b.waiting;
  if (a.at === 'sending' && b.at === 'sending') return a.waiting === b.waiting;
  return a.at === b.at;
}
