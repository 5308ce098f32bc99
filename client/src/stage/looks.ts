import { currentTheme, dark, setTheme, type Theme } from '../theme.ts';

const THEMES: readonly Theme[] = ['light', 'dark', 'contrast'];

/** What the page looks like, also where the device decides. */
function themeSeen(): Theme {
  const theme = currentTheme();
  if (theme !== 'auto') return theme;
  return dark() ? 'dark' : 'light';
}

/** Goes on to the next of light, dark and high contrast. */
export function nextTheme(): void {
  setTheme(THEMES[(THEMES.indexOf(themeSeen()) + 1) % THEMES.length] ?? 'light');
}

/** Fills the screen, or gives it back, where the browser lets a page do that. */
export function toggleFullscreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => {});
}
