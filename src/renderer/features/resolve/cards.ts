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

/** The action of a key among the cards; null for other keys. */
export function cardKey(chord: string): Does | null {
  return Object.entries(KEYS).find(([keys]) => keys === chord)?.[1] ?? null;
}

/** The choice that a key makes, if the card offers it. */
export function choiceForKey(
  does: Exclude<Does, 'next' | 'previous' | 'accept'>,
  can: Card['can'],
): ContractChoice | null {
  if (does === 'both') return can.both ? { kind: 'both' } : null;
  if (does === 'base' && !can.base) return null;
  return { kind: 'side', side: does };
}

/** Indices of the cards without a choice. */
export function openCards({ cards }: ContractCards): number[] {
  return cards.flatMap(({ choice }, index) => (choice === null ? [index] : []));
}

/** Describes the conflict of a card. `ours` and `theirs` are the names of the sides. */
export function cardWords(
  { kind, ours: own, theirs: other }: Card['conflict'],
  { ours, theirs }: { readonly ours: string; readonly theirs: string },
): string {
  switch (kind) {
    case 'changed':
      return 'Both changed it in different ways';
    case 'added':
      return 'Both added it with different values';
    case 'deleted-by-ours':
      return `Deleted by ${ours}, changed by ${theirs}`;
    case 'deleted-by-theirs':
      return `Changed by ${ours}, deleted by ${theirs}`;
    case 'moved':
      if (own === null) return `Deleted by ${ours}, renamed by ${theirs}`;
      if (other === null) return `Renamed by ${ours}, deleted by ${theirs}`;
      return 'Both renamed or moved it in different ways';
    case 'items':
      return 'Both changed the list here in different ways';
    case 'order':
      return 'Both changed the order of the list';
    case 'invalid':
      return 'A line-by-line merge would give an invalid value';
  }
}

/** Text shown for a version that has no value. */
export function absentWords(kind: Card['conflict']['kind']): string {
  return kind === 'added' || kind === 'items' ? 'Not present' : 'Deleted';
}

/** Hex, rgb(), hsl() and oklch(): notations that CSS shows as written. */
const COLOUR =
  /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(?:rgb|hsl|oklch)a?\([\d\s.,%/deg-]+\))$/i;

/** The value as a CSS colour, for a swatch beside it; null if it is not a colour. */
export function colourOf(source: string): string | null {
  const plain = source.trim().replace(/^(["'])(.*)\1$/s, '$2');
  return COLOUR.test(plain) ? plain : null;
}

/** The colours in a value of one or more lines, limited to the first few. */
export function coloursIn(source: string): readonly string[] {
  const whole = colourOf(source);
  if (whole) return [whole];
  const found = source.match(/#[0-9a-f]{3,8}\b|(?:rgb|hsl|oklch)a?\([^)\n]*\)/gi) ?? [];
  return [...new Set(found.flatMap((one) => colourOf(one) ?? []))].slice(0, MOST_COLOURS);
}

const MOST_COLOURS = 6;
