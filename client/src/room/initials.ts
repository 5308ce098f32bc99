/** A letter as a person counts them: with its accents, or a flag of two signs. Old browsers know no such letters. */
function firstLetter(word: string): string {
  const whole = globalThis.Intl?.Segmenter && new Intl.Segmenter().segment(word).containing(0);
  return whole?.segment ?? [...word][0] ?? '';
}

/** Two letters for a name. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : [parts[0]];
  return letters
    .map((part) => firstLetter(part ?? ''))
    .join('')
    .toLocaleUpperCase();
}
