/** What comes of a wish while the line is down: nobody was asked. */
export const UNASKED = {
  ok: false,
  reason: 'line-down',
  message: 'The line is down; try again when it is back.',
} as const;

export type Unasked = typeof UNASKED;
