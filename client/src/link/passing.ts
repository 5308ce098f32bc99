import type { Reason } from '@inkling/shared/protocol';

/** Whether what was refused may be let through a moment later. */
export const passes = (reason: Reason): boolean => reason === 'busy' || reason === 'too-fast';
