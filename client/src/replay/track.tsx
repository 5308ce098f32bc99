import type { Stroke } from '@inkling/shared/canvas';
import { strokeKey } from '@inkling/shared/reading';
import { createMemo, For, type JSX } from 'solid-js';
import type { Timeline } from '../ink/replay.ts';
import { inkMs } from '../ink/rewind.ts';

interface TrackProps {
  readonly ink: readonly Stroke[];
  readonly line: Timeline;
  readonly at: number;
  /** The colour of an author's ink on this paper. */
  readonly colorOf: (author: number) => string;
}

/** The line of time as its strokes, each in the colour of whoever wrote it; what is still to come is faint. */
export function Track(props: TrackProps): JSX.Element {
  const pieces = createMemo(() => {
    const paths = new Map<string, string>();
    for (const { author, stroke, points } of props.ink) {
      const begin = props.line.beginOf(strokeKey(author, stroke)) ?? 0;
      // A dot has no length, and is there all the same.
      const long = Math.max(inkMs(points), props.line.length / 400);
      const color = props.colorOf(author);
      paths.set(color, `${paths.get(color) ?? ''}M${begin} 0h${long}v1h-${long}z`);
    }
    return [...paths];
  });
  const share = () => (props.line.length > 0 ? (props.at / props.line.length) * 100 : 0);
  const strip = (kind: string) => (
    <svg
      class={kind}
      viewBox={`0 0 ${props.line.length || 1} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={kind === 'track-done' ? { 'clip-path': `inset(0 ${100 - share()}% 0 0)` } : {}}
    >
      <For each={pieces()}>{([color, path]) => <path fill={color} d={path} />}</For>
    </svg>
  );
  return (
    <div class="track">
      {strip('track-all')}
      {strip('track-done')}
      <span class="track-knob" style={{ left: `${share()}%` }} />
    </div>
  );
}
