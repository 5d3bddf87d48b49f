/** Path of the status file of a feature, relative to the repository. */
export const CURRENT_FILE = 'plans/CURRENT.md';

/** A managed section of `plans/CURRENT.md`. `text` excludes the markers; its lines end with line feeds. */
export interface CurrentSection {
  readonly name: string;
  readonly text: string;
}

/** Builds the sections of a merge from the list of contract changes (one line per contract). */
export type SectionsFor = (contracts: readonly string[]) => readonly CurrentSection[];

interface Place {
  /** First byte of the body, after the line of the begin marker. */
  readonly from: number;
  /** First byte of the line of the end marker. */
  readonly to: number;
}

function marker(kind: 'begin' | 'end', name: string): string {
  return `<!-- tributary:${kind} ${name} -->`;
}

/**
 * The first begin marker on its own line whose end marker comes before any other begin marker; null if there is none.
 */
function findSection(text: string, name: string): Place | null {
  const line = (kind: 'begin' | 'end') =>
    new RegExp(`^[ \\t]*${escapeRegExp(marker(kind, name))}[ \\t]*\\r?(?:\\n|$)`, 'gm');
  const begins = [...text.matchAll(line('begin'))];
  const ends = [...text.matchAll(line('end'))];
  for (const [index, begin] of begins.entries()) {
    const from = begin.index + begin[0].length;
    const next = begins[index + 1]?.index ?? text.length;
    const end = ends.find((found) => found.index >= from && found.index < next);
    if (end) return { from, to: end.index };
  }
  return null;
}

/** The current body of a managed section, or null. */
function readSection(text: string, name: string): string | null {
  const place = findSection(text, name);
  return place && text.slice(place.from, place.to);
}

/**
 * Replaces the bodies of the sections in the text and appends missing sections at the end. Everything outside the
 * markers keeps its bytes; line ends follow the file.
 */
export function writeSections(text: string | null, sections: readonly CurrentSection[]): string {
  let result = text ?? '';
  for (const section of sections) result = writeSection(result, section);
  return result;
}

function writeSection(text: string, section: CurrentSection): string {
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  const lines = section.text.replace(/\r\n/g, '\n').replace(/\n+$/, '');
  const body = lines === '' ? '' : `${lines}\n`.replaceAll('\n', eol);
  const place = findSection(text, section.name);
  if (place) return text.slice(0, place.from) + body + text.slice(place.to);
  const glue = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  const added = marker('begin', section.name) + eol + body + marker('end', section.name) + eol;
  return text + glue + added;
}

/** Names of all managed sections, in file order. */
function sectionNames(text: string): string[] {
  const names = [...text.matchAll(/^[ \t]*<!-- tributary:begin (.+?) -->[ \t]*\r?$/gm)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].filter((name) => findSection(text, name));
}

/**
 * Replaces the bodies of sections that both texts have with those of `other`: generated text must not cause conflicts.
 */
export function withBodiesOf(text: string, other: string): string {
  let result = text;
  for (const name of sectionNames(other)) {
    const body = readSection(other, name);
    const place = findSection(result, name);
    if (body !== null && place)
      result = result.slice(0, place.from) + body + result.slice(place.to);
  }
  return result;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
