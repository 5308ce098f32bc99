import { type Reading, strokeKey } from '@inkling/shared/reading';
import { type Accessor, createEffect, createMemo } from 'solid-js';
import type { RoomLink } from '../link/link.ts';
import { pastOf } from '../mind/ask-past.ts';
import type { Mind } from '../mind/mind.ts';
import { createPast } from '../replay/create-past.ts';
import { drawingsOf } from './outcome.ts';
import { type Standing, standings } from './standings.ts';
import type { IsOfTask } from './task-ink.ts';

/**
 * Who is ahead now. When the network became certain is taken from what the room reads again of finished ink, which is the
 * same for every page and after every reload; until that is there, from what this page heard.
 */
export function createStandings(
  link: RoomLink,
  mind: Pick<Mind, 'news' | 'historyOf'>,
  isOfTask: IsOfTask,
): Accessor<readonly Standing[]> {
  const past = createPast(pastOf(() => link.room()?.code));
  const isDone = ({ strokes }: Reading) =>
    strokes.every(([author, stroke]) => link.strokes.get(strokeKey(author, stroke))?.done);
  createEffect(() => {
    mind.news();
    if (link.room()?.task?.kind !== 'fastest') return;
    for (const [reading] of drawingsOf(link.readings.values()).values()) {
      if (reading && isDone(reading)) past.want(reading);
    }
  });
  return createMemo(() => {
    mind.news();
    return standings(link.room()?.task ?? null, {
      readings: link.readings.values(),
      isOfTask,
      tallies: link.tallies(),
      historyOf: (reading) => past.historyOf(reading) ?? mind.historyOf(reading.glyph),
    });
  });
}
