import type { Language } from './model-fixture.ts';

/** The comments that one entry must have in the result. */
export interface Expected {
  readonly lead: string | null;
  readonly tail: string | null;
  /** Text on the first line of the entry. */
  readonly name: string;
}

/** Reports a comment that is lost, duplicated or no longer at its entry. */
export function commentFault(
  expected: readonly Expected[],
  text: string,
  language: Language,
): string | null {
  const lines = text.split('\n');
  const sign = language === 'json' || language === 'jsonc' ? '//' : '#';
  for (const { lead, tail, name } of expected)
    for (const [words, isLead] of [
      [lead, true],
      [tail, false],
    ] as const) {
      if (words === null) continue;
      const places = lines.flatMap((line, index) =>
        line.endsWith(`${sign} ${words}`) ? [index] : [],
      );
      const [at = 0] = places;
      if (places.length !== 1) return `the comment "${words}" is there ${places.length} times`;
      const rest = lines.slice(at + 1);
      const own = isLead ? rest.find((line) => !line.trim().startsWith(sign)) : lines[at];
      if (!own?.includes(name)) return `the comment "${words}" is not at ${name}`;
    }
  return null;
}
