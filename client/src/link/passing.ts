import type { Reason } from '@inkling/shared/protocol';
import type { Unasked } from './unasked.ts';

/** Whether what was refused may be let through a moment later. */
export const passes = (reason: Reason): boolean => reason === 'busy' || reason === 'too-fast';

/** Whether a door that was shut may be opened again, by the host or by others who leave. */
export const mayOpen = (reason: Reason): boolean =>
  reason === 'removed' || reason === 'closed' || reason === 'room-full';

/** Whether what a clear took away can never come back; otherwise there may be a line, or a place for it, later. */
export const isGoneForGood = (reason: Reason | Unasked['reason']): boolean =>
  reason === 'not-yours' || reason === 'not-host';
