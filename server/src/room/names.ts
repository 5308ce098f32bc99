/** Inks that people draw with: told apart by colour-blind eyes, and legible as text on paper (4.5 : 1). */
export const INKS = [
  { word: 'Blue', color: '#1f6fe5' },
  { word: 'Green', color: '#0b8262' },
  { word: 'Violet', color: '#8b3fd9' },
  { word: 'Amber', color: '#b4530a' },
  { word: 'Teal', color: '#0e7490' },
  { word: 'Plum', color: '#b0246b' },
  { word: 'Olive', color: '#4d7a0f' },
  { word: 'Umber', color: '#6b4e16' },
] as const;

const ANIMALS = [
  'Otter', 'Heron', 'Wren', 'Koala', 'Gecko', 'Elk', 'Ant', 'Moth', 'Lynx', 'Ibis', 'Vole', 'Newt',
  'Crab', 'Toad', 'Hare', 'Mole', 'Robin', 'Fox', 'Owl', 'Seal', 'Bee', 'Crane', 'Dove', 'Finch',
  'Goose', 'Horse', 'Jay', 'Kiwi', 'Lark', 'Mouse', 'Panda', 'Quail', 'Raven', 'Stork', 'Tiger',
  'Whale', 'Yak', 'Zebra', 'Badger', 'Camel',
] as const; // biome-ignore format: a list of words

/** The name and colour of the nth author of a room: colours in turn, animals so that no two names in a room are alike. */
export function makeName(author: number): { readonly name: string; readonly color: string } {
  const n = author - 1;
  const ink = INKS[n % INKS.length] as (typeof INKS)[number];
  const lap = Math.floor(n / INKS.length);
  // Eight inks share no animal within a lap, and each lap moves every ink on by one.
  const animal = ANIMALS[(n * 5 + lap) % ANIMALS.length] as string;
  const again = Math.floor(n / (INKS.length * ANIMALS.length));
  return { name: `${ink.word} ${animal}${again > 0 ? ` ${again + 1}` : ''}`, color: ink.color };
}
