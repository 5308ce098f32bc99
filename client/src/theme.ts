import { createSignal } from 'solid-js';

/** How the page may look; `auto` follows the device. */
export type Theme = 'auto' | 'light' | 'dark' | 'contrast';

const THEMES: readonly Theme[] = ['auto', 'light', 'dark', 'contrast'];

const [theme, setThemeSignal] = createSignal<Theme>('auto');
const darkDevice = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const [deviceDark, setDeviceDark] = createSignal(darkDevice?.matches ?? false);
darkDevice?.addEventListener('change', (event) => setDeviceDark(event.matches));

/** Whether the page is dark now; reactive. */
export const dark = (): boolean => (theme() === 'auto' ? deviceDark() : theme() !== 'light');

/** The theme in use; reactive. */
export const currentTheme = theme;

/** Uses a theme from now on. */
export function setTheme(next: Theme): void {
  setThemeSignal(next);
  if (next === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
}

/** The theme that an address asks for (`?theme=dark`); `auto` when it asks for none. */
export function themeOf(search: string): Theme {
  const asked = new URLSearchParams(search).get('theme');
  return THEMES.find((one) => one === asked) ?? 'auto';
}
