import type { Reason } from '@inkling/shared/protocol';
import type { Unasked } from './unasked.ts';

/** Whether what was not granted may be a moment later. */
export const passes = (reason: Reason | Unasked['reason']): boolean =>
  reason === 'busy' || reason === 'too-fast' || reason === 'line-down';

/** Whether a door that was shut may be opened again, by the host or by others who leave. */
export const mayOpen = (reason: Reason): boolean =>
  reason === 'removed' || reason === 'closed' || reason === 'room-full';
