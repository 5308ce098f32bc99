/**
 * Words that a name on a classroom projector must not hold, as they read once digits are letters and repeats are one.
 * Kept short on purpose: it spares a class the obvious; a host who removes somebody does the rest.
 */
const ANYWHERE = ['fuck', 'nigger', 'nigga', 'faggot', 'hitler', 'hurensohn', 'fotze'] as const; // biome-ignore format: a list of words
/** Words that begin or end a word: Scunthorpe and Matsushita are places to be from. */
const AT_AN_END = ['shit', 'cunt', 'penis', 'vagina', 'porn', 'whore', 'bitch', 'rapist', 'wank', 'fick', 'putain', 'puta', 'merde'] as const; // biome-ignore format: a list of words
/** Words that are parts of harmless ones: only as a word of their own. */
const ALONE = ['ass', 'arse', 'cock', 'dick', 'cum', 'sex', 'tit', 'tits', 'nazi', 'slut', 'rape', 'anus', 'fag', 'hure', 'kkk'] as const; // biome-ignore format: a list of words

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g', '@': 'a', $: 's', '!': 'i', '|': 'i', '+': 't', '€': 'e', v: 'u', µ: 'u',
  а: 'a', в: 'b', е: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'u', х: 'x', ѕ: 's', і: 'i', ј: 'j', ԁ: 'd', һ: 'h', ғ: 'f',
  α: 'a', β: 'b', ε: 'e', ι: 'i', κ: 'k', ν: 'u', ο: 'o', ρ: 'p', ϲ: 'c', τ: 't', υ: 'u', χ: 'x', ϝ: 'f', ı: 'i', ɡ: 'g', ſ: 's', ƒ: 'f',
}; // biome-ignore format: a table of pairs

/** Alphabets of capitals that stand in order and that no normal form reads: in circles, in squares, and those of flags. */
const ALPHABETS = [0x1f150, 0x1f170, 0x1f1e6];
/** Letters that are drawn as others are: small capitals, Lisu and Cherokee, each in the order of the plain ones beside it. */
const DRAWN_ALIKE = [
  ['abcdefghijklmnopqrstuvwyz', 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ'],
  ['abcdefghjklmnoprstuvwxyz', 'ꓮꓐꓚꓓꓰꓝꓖꓧꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ'],
  ['abcdeghijklmprstvwyz', 'ꭺᏼꮯꭰꭼꮐꮋꭵꭻꮶꮮꮇꮲꭱꮪꭲꮩꮃꮍꮓ'],
] as const;
const DRAWN = new Map(
  DRAWN_ALIKE.flatMap(([plain, drawn]) => [...drawn].map((letter, i) => [letter, plain[i]])),
);
/** Signs that a projector must not show. */
const SIGNS = /[卐卍\u0fd5-\u0fd8]/u;

/** A capital of an alphabet that no normal form reads, as a small letter; undefined for anything else. */
function inOrder(sign: string): string | undefined {
  const at = sign.codePointAt(0) ?? 0;
  const first = ALPHABETS.find((start) => at >= start && at < start + 26);
  return first === undefined ? undefined : String.fromCharCode(97 + at - first);
}

/** Small letters without accents, with what looks like a letter read as one. */
function plain(name: string): string {
  const bare = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const letters = [...bare].map((sign) => inOrder(sign) ?? DRAWN.get(sign) ?? sign);
  return letters.map((letter) => LOOKS_LIKE[letter] ?? letter).join('');
}

/** A name as it may be meant where stars stand for letters: a word that is hidden so lacks a vowel. */
function withoutStars(name: string): string[] {
  const starred = /(?<=\p{L})\*(?=\p{L})/gu;
  return [
    name,
    ...(starred.test(name) ? [...'aeiou'] : []).map((vowel) => name.replace(starred, vowel)),
  ];
}

const read1 = (word: string) => once(plain(word));
const once = (text: string) => text.replace(/(.)\1+/gu, '$1');

/** Whether a name can be shown on a projector. */
export function isMannerly(name: string): boolean {
  return !SIGNS.test(name) && withoutStars(name).every(isMannerlyRead);
}

function isMannerlyRead(name: string): boolean {
  const read = plain(name);
  const words = read.split(/[^\p{L}]+/u).filter(Boolean);
  // "f.u.c.k" is one word, too, and so is "s e x".
  const spelled = words.every((word) => word.length === 1) ? [words.join('')] : [];
  const alone = [...words, ...spelled];
  if (alone.some((word) => ALONE.some((bad) => word === plain(bad)))) return false;
  const run = once(read.replace(/[^\p{L}]/gu, ''));
  // Across the spaces of a long name, innocent words meet; within a word they do not.
  const pieces = [...words.map(once), ...(words.some((w) => w.length < 3) ? [run] : [])];
  return !pieces.some((piece) => {
    const ends = (bad: string) => piece.startsWith(bad) || piece.endsWith(bad);
    const within = (bad: string) => piece.includes(bad);
    return AT_AN_END.map(read1).some(ends) || ANYWHERE.map(read1).some(within);
  });
}
