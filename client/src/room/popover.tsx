import { type JSX, onCleanup, onMount } from 'solid-js';

interface PopoverProps {
  readonly id: string;
  readonly label: string;
  readonly onClose: () => void;
  readonly class?: string;
  readonly children: JSX.Element;
}

/** A panel beside its button, not a dialog in the way: Escape, a press outside or leaving it by Tab closes it, and focus goes home. */
export function Popover(props: PopoverProps): JSX.Element {
  let panel!: HTMLDivElement;
  const home = document.activeElement;
  onMount(() => {
    const first =
      panel.querySelector<HTMLElement>('[data-first]') ??
      panel.querySelector<HTMLElement>('a, button, input');
    (first ?? panel).focus({ preventScroll: true });
    const outside = (event: Event) => {
      const { target } = event;
      if (!(target instanceof Element) || panel.contains(target)) return;
      // The button that opened it closes it by itself.
      if (target.closest(`[aria-controls="${props.id}"]`)) return;
      props.onClose();
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      props.onClose();
      if (home instanceof HTMLElement) home.focus();
    };
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', press, true);
    onCleanup(() => {
      document.removeEventListener('pointerdown', outside, true);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', press, true);
    });
  });
  return (
    <div
      ref={panel}
      id={props.id}
      role="dialog"
      aria-label={props.label}
      tabIndex="-1"
      class={`popover ${props.class ?? ''}`}
    >
      {props.children}
    </div>
  );
}
