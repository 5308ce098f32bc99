import { onCleanup, onMount } from 'solid-js';
import type { Frame } from '../ink/view.ts';

/** Tells where an element lies in what holds it, in CSS pixels, now and whenever its size changes. */
export function followFrame(element: HTMLElement, tell: (frame: Frame) => void): void {
  onMount(() => {
    const measure = () =>
      tell({
        x: element.offsetLeft,
        y: element.offsetTop,
        w: element.offsetWidth,
        h: element.offsetHeight,
      });
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    onCleanup(() => resized.disconnect());
    measure();
  });
}
