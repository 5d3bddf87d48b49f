/** The file that says where a feature stands, relative to the repository. */
export const CURRENT_FILE = 'plans/CURRENT.md';

/** A section of `plans/CURRENT.md` between its markers; `text` without them, lines ended by line feeds. */
export interface CurrentSection {
  readonly name: string;
  readonly text: string;
}

/** The sections of a merge, made when it is known what became of the contracts (a line for each). */
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

/** The first begin marker on a line of its own that has its end before any other begin; null when there is none. */
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

/** The body of a managed section as it stands, or null. */
function readSection(text: string, name: string): string | null {
  const place = findSection(text, name);
  return place && text.slice(place.from, place.to);
}

/**
 * The file with the sections' bodies replaced; missing ones are added at the end. Everything outside the markers
 * keeps its bytes, and line ends are those of the file.
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

/** Names of all managed sections, in order. */
function sectionNames(text: string): string[] {
  const names = [...text.matchAll(/^[ \t]*<!-- tributary:begin (.+?) -->[ \t]*\r?$/gm)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].filter((name) => findSection(text, name));
}

/** One version with the bodies of another where both have the section: what is generated cannot be in conflict. */
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
