import { setImmediate } from 'node:timers/promises';
import { isOfScreens, languageOf } from './languages.ts';

/** Paths processed before yielding to other work: a few milliseconds. */
const AT_ONCE = 10_000;
/** Deeper folders are counted with their parents. */
const DEEPEST = 5;

/** A folder of tracked files. Counts include all subfolders. */
export interface Folder {
  /** With forward slashes, none at the end; empty for the root. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly files: number;
  /** Files in a known programming language. */
  readonly sources: number;
  /** Source files of user interfaces. */
  readonly screens: number;
  readonly languages: ReadonlyMap<string, number>;
  /** Names of the files directly in it. */
  readonly own: readonly string[];
  readonly children: ReadonlyMap<string, Folder>;
}

interface Growing extends Folder {
  files: number;
  sources: number;
  screens: number;
  readonly languages: Map<string, number>;
  readonly own: string[];
  readonly children: Map<string, Growing>;
}

function grow(path: string, depth: number): Growing {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const counts = { files: 0, sources: 0, screens: 0 };
  return { path, name, depth, ...counts, languages: new Map(), own: [], children: new Map() };
}

/** Builds the folder tree of a sorted list of paths, yielding to other work. */
export async function folderTree(paths: readonly string[]): Promise<Folder> {
  const top = grow('', 0);
  // Paths are sorted, so those of one folder mostly follow each other.
  let place: string | null = null;
  let chain: readonly Growing[] = [];
  for (const [index, path] of paths.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const slash = path.lastIndexOf('/');
    const here = slash < 0 ? '' : path.slice(0, slash);
    if (here !== place) {
      place = here;
      chain = chainTo(top, here);
    }
    const language = languageOf(path);
    const screen = language !== null && isOfScreens(path);
    for (const folder of chain) {
      folder.files += 1;
      if (language === null) continue;
      folder.sources += 1;
      folder.languages.set(language, (folder.languages.get(language) ?? 0) + 1);
      if (screen) folder.screens += 1;
    }
    const last = chain.at(-1);
    if (last?.path === here) last.own.push(path.slice(slash + 1));
  }
  return top;
}

function chainTo(top: Growing, place: string): readonly Growing[] {
  const chain = [top];
  if (place === '') return chain;
  let folder = top;
  for (const name of place.split('/').slice(0, DEEPEST)) {
    let next = folder.children.get(name);
    if (!next) {
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      next = grow(path, folder.depth + 1);
      folder.children.set(name, next);
    }
    chain.push(next);
    folder = next;
  }
  return chain;
}

/** Languages that do not count as the main one when a programming language has as many files. */
const BESIDE = new Set(['CSS', 'HTML', 'SQL', 'Shell']);

/** The language of most source files; null when there are none. */
export function mainLanguage({ languages }: Pick<Folder, 'languages'>): string | null {
  const rank = (name: string) => `${BESIDE.has(name) ? 1 : 0}${name}`;
  const [first] = [...languages].sort((a, b) => b[1] - a[1] || (rank(a[0]) < rank(b[0]) ? -1 : 1));
  return first?.[0] ?? null;
}
