import { isKey, RESERVED_KEYS } from './names.ts';

/** Maximum length of keys and feature names. */
const LONGEST = 40;
/** A name is not cut at a dash if that would leave fewer characters than this. */
const SHORTEST_CUT = 20;

/** Letters whose ASCII form differs by more than a diacritic. */
const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  å: 'a',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '&': ' and ',
  '+': ' plus ',
};

/**
 * The feature name for typed text: `User Profile` becomes `user-profile`. Null when no character is left that is valid
 * in branch and file names.
 */
export function featureName(text: string): string | null {
  const written = text.normalize('NFC').trim();
  if (isKey(written)) return written;
  const plain = [...words(written)].map((letter) => LETTERS[letter] ?? letter).join('');
  const key = plain
    .normalize('NFKD')
    .replace(/[^a-z0-9\s\p{P}\p{S}\p{Z}]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (key === '') return null;
  const begun = /^[a-z]/.test(key) ? key : `feature-${key}`;
  const short = cut(begun);
  return RESERVED_KEYS.includes(short) ? `${short}-feature` : short;
}

/**
 * The feature in prose: its name as words, or the typed text where the name had to differ, e.g.
 * `feature-2-factor-login` for `2-factor login`.
 */
export function featureWords(typed: string, name: string): string {
  const plain = name.replaceAll('-', ' ');
  const isPlain = words(typed.trim()).replace(/[-_\s]+/g, ' ') === plain;
  return isPlain ? plain : typed.trim().replace(/^feature\//i, '');
}

/** In lower case, with `UserProfile` split into two words. */
function words(text: string): string {
  const bare = text.replace(/^feature\//i, '');
  const apart = /^[A-Za-z0-9]+$/.test(bare) ? bare.replace(/([a-z0-9])([A-Z])/g, '$1-$2') : bare;
  return apart.toLowerCase();
}

function cut(key: string): string {
  if (key.length <= LONGEST) return key;
  const head = key.slice(0, LONGEST + 1);
  const dash = head.lastIndexOf('-');
  return head.slice(0, dash >= SHORTEST_CUT ? dash : LONGEST).replace(/-+$/, '');
}
