import type { Language } from './model-fixture.ts';

/** The comments that one entry has in the end. */
export interface Expected {
  readonly lead: string | null;
  readonly tail: string | null;
  /** What the first line of the entry holds. */
  readonly name: string;
}

/** A comment that is gone, there twice, or not at its entry any more. */
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
