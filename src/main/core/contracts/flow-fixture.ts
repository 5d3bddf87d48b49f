/** Random flow maps (`{}`) with comments, for tests. */

/** An entry by its key, with its comments. */
export interface Entry {
  readonly key: string;
  readonly value: number;
  readonly above: readonly string[];
  readonly behind: string | null;
  /** A comment about the entries below, between blank lines. */
  readonly section: string | null;
}
export type Model = readonly Entry[];
export type Random = (below: number) => number;

export interface Look {
  readonly isYaml: boolean;
  readonly indent: string;
  readonly eol: string;
  readonly hasTrailingComma: boolean;
  /** Whether there is a comment at each bracket. */
  readonly isFramed: boolean;
}

export function textOf(
  model: Model,
  { isYaml, indent, eol, hasTrailingComma, isFramed }: Look,
): string {
  const mark = isYaml ? '#' : '//';
  const lines = model.flatMap(({ key, value, above, behind, section }, index) => {
    const comma = index < model.length - 1 || hasTrailingComma ? ',' : '';
    const entry = isYaml ? `${key}: ${value}` : `"${key}": ${value}`;
    return [
      ...(section === null ? [] : ['', `${indent}${mark} ${section}`, '']),
      ...above.map((words) => `${indent}${mark} ${words}`),
      `${indent}${entry}${comma}${behind === null ? '' : ` ${mark} ${behind}`}`,
    ];
  });
  const open = `${isYaml ? 'm: ' : ''}{${isFramed ? ` ${mark} open` : ''}`;
  const end = isFramed ? [`${indent}${mark} end`, '}', ''] : ['}', ''];
  return [open, ...lines, ...end].join(eol);
}

export function entryOf(key: string, random: Random): Entry {
  const above = Array.from(
    { length: random(3) === 0 ? 1 + random(2) : 0 },
    (_, at) => `${at} above ${key}`,
  );
  const behind = random(3) === 0 ? `behind ${key}` : null;
  // Some comments occur at many entries.
  const words = (one: string) => (random(8) === 0 ? 'deprecated' : one);
  return {
    key,
    // Unique, so that no entry is taken for a renamed one.
    value: random(100_000_000),
    above: above.map(words),
    behind: behind && words(behind),
    section: null,
  };
}

export function randomLook(random: Random): Look {
  return {
    isYaml: random(3) === 0,
    indent: ['  ', '    ', '  '][random(3)] ?? '  ',
    eol: random(4) === 0 ? '\r\n' : '\n',
    hasTrailingComma: random(3) === 0,
    isFramed: random(3) === 0,
  };
}

/** Faults of a text that must contain these entries, each with its comments directly above and after it. */
export function faultsOf(result: string, entries: readonly Entry[], look: Look): readonly string[] {
  const faults: string[] = [];
  const lines = result.split(look.eol);
  const mark = look.isYaml ? '#' : '//';
  for (const { key, value, above, behind, section } of entries) {
    const source = look.isYaml ? `${key}:` : `"${key}":`;
    const at = lines.findIndex((line) => line.trimStart().startsWith(source));
    const end = behind === null ? '' : ` ${mark} ${behind}`;
    if (lines[at]?.replace(',', '') !== `${look.indent}${source} ${value}${end}`)
      faults.push(`${key}: ${lines[at]}`);
    const words = lines.slice(Math.max(0, at - above.length), at).map((line) => line.trim());
    if (String(words) !== String(above.map((one) => `${mark} ${one}`)))
      faults.push(`above ${key}: ${words}`);
    if (section !== null && !result.includes(`${mark} ${section}`)) faults.push(section);
  }
  const own = entries.map(
    ({ above, behind, section }) =>
      above.length + Number(behind !== null) + Number(section !== null),
  );
  const comments = own.reduce((sum, count) => sum + count, look.isFramed ? 2 : 0);
  const found = result.split(mark).length - 1;
  if (found !== comments) faults.push(`${found} comments for ${comments}`);
  const hasTrailingComma = /,\s*(?:(?:#|\/\/).*\s*)*\}\s*$/.test(result);
  if (hasTrailingComma !== (look.hasTrailingComma && entries.length > 0)) faults.push('last comma');
  return faults;
}
