import type { ContractCards, ContractChoice } from '../../../shared/contract/contracts.ts';

type Card = ContractCards['cards'][number];

const KEYS = {
  F7: 'next',
  'Shift+F7': 'previous',
  'Alt+0': 'base',
  'Alt+1': 'ours',
  'Alt+2': 'theirs',
  'Alt+3': 'both',
  'Mod+Enter': 'accept',
} as const;

type Does = (typeof KEYS)[keyof typeof KEYS];

/** What a key does among the cards; null for any other key. */
export function cardKey(chord: string): Does | null {
  return Object.entries(KEYS).find(([keys]) => keys === chord)?.[1] ?? null;
}

/** The choice of a key, where the card offers it. */
export function choiceForKey(
  does: Exclude<Does, 'next' | 'previous' | 'accept'>,
  can: Card['can'],
): ContractChoice | null {
  if (does === 'both') return can.both ? { kind: 'both' } : null;
  if (does === 'base' && !can.base) return null;
  return { kind: 'side', side: does };
}

/** Positions of the cards for which nothing is chosen. */
export function openCards({ cards }: ContractCards): number[] {
  return cards.flatMap(({ choice }, index) => (choice === null ? [index] : []));
}

/** What met at one place, in words. `ours` and `theirs` are the sides' names. */
export function cardWords(
  { kind, ours: own, theirs: other }: Card['conflict'],
  { ours, theirs }: { readonly ours: string; readonly theirs: string },
): string {
  switch (kind) {
    case 'changed':
      return 'Both changed it, differently';
    case 'added':
      return 'Both added it, differently';
    case 'deleted-by-ours':
      return `Deleted by ${ours}, changed by ${theirs}`;
    case 'deleted-by-theirs':
      return `Changed by ${ours}, deleted by ${theirs}`;
    case 'moved':
      if (own === null) return `Deleted by ${ours}, renamed by ${theirs}`;
      if (other === null) return `Renamed by ${ours}, deleted by ${theirs}`;
      return 'Both renamed or moved it, differently';
    case 'items':
      return 'Both changed the list here, differently';
    case 'order':
      return 'Both changed the order of the list';
    case 'invalid':
      return 'Merged line by line, it would be wrong';
  }
}

/** What a version says, where there is none. */
export function absentWords(kind: Card['conflict']['kind']): string {
  return kind === 'added' || kind === 'items' ? 'Not there' : 'Deleted';
}

/** Hex, rgb(), hsl() and oklch(): what a page can show as it is written. */
const COLOUR =
  /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl|oklch)a?\([\d\s.,%/deg-]+\))$/i;

/** The colour that a value is, to be shown beside it; null for anything else. */
export function colourOf(source: string): string | null {
  const plain = source.trim().replace(/^(["'])(.*)\1$/s, '$2');
  return COLOUR.test(plain) ? plain : null;
}

/** The colours in a value of several lines too: at most a few. */
export function coloursIn(source: string): readonly string[] {
  const whole = colourOf(source);
  if (whole) return [whole];
  const found = source.match(/#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch)a?\([^)\n]*\)/gi) ?? [];
  return [...new Set(found.flatMap((one) => colourOf(one) ?? []))].slice(0, MOST_COLOURS);
}

const MOST_COLOURS = 6;
