import type { Language } from './words.ts';

/** The languages besides English, by their code, each loaded only when it is wanted. */
export const LANGUAGES: Readonly<Record<string, () => Promise<Language>>> = {
  ar: async () => (await import('./ar.ts')).ar,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  pt: async () => (await import('./pt.ts')).pt,
};

/** The first wanted language that there is; null for English, or when there is none of them. `?lang=de` wants German. */
export function languageFor(wanted: readonly string[], search: string): string | null {
  const asked = new URLSearchParams(search).get('lang');
  for (const tag of asked ? [asked] : wanted) {
    const code = tag.toLowerCase().split('-')[0] ?? '';
    if (code === 'en') return null;
    if (Object.hasOwn(LANGUAGES, code)) return code;
  }
  return null;
}
