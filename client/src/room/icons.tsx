import type { JSX } from 'solid-js';

function Icon(props: { readonly d: string; readonly class?: string }): JSX.Element {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      class={props.class}
    >
      <path d={props.d} />
    </svg>
  );
}

/** A pencil. */
export const PenIcon = () => (
  <Icon d="M4.5 19.5l.9-4.1L15.9 4.9a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L8.6 18.6z" />
);
/** An eraser on its line. */
export const EraserIcon = () => (
  <Icon d="M8 19.5h11.5M8.3 19.5l-4.1-4.1a1.3 1.3 0 0 1 0-1.8l7.9-7.9a1.3 1.3 0 0 1 1.8 0l5 5a1.3 1.3 0 0 1 0 1.8l-7 7z" />
);
/** Back. */
export const UndoIcon = () => (
  <Icon class="arrow" d="M8.5 5 4.5 9l4 4M4.5 9h10a5 5 0 0 1 0 10H11" />
);
/** Forth. */
export const RedoIcon = () => (
  <Icon class="arrow" d="M15.5 5l4 4-4 4M19.5 9h-10a5 5 0 0 0 0 10H13" />
);
