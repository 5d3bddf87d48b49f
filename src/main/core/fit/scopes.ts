import { carve, type ScopePart } from './carve.ts';
import { collapse } from './collapse.ts';
import { commitsIn, type History } from './commit-history.ts';
import { type Folder, mainLanguage } from './folder-tree.ts';
import { folderGlob, literalGlob } from './glob.ts';
import { isBeside, isWeak, roleOfProject, TEST_FILES } from './role-names.ts';
import { generalUnits, type Named, namedFolders, unitsOf } from './units.ts';

/** More folders are combined with wildcards where they have much in common. */
const MOST_FOLDERS = 6;
/** A scope with more globs would be unreadable. */
const MOST_PARTS = 12;
/** A quick test that rules out most files before the exact patterns. */
const MAYBE_TEST = /test|spec/i;
/** The two roles whose agents usually work at the same time in the same source folders. */
const SIDES = ['backend', 'frontend'] as const;
type Side = (typeof SIDES)[number];

/** The scope of a role in this repository. */
export interface RoleScope {
  /**
   * `own`: folders named after it; `general`: the source folders, because none is named after it; `many`: too many
   * folders; `none`: no folder.
   */
  readonly found: 'own' | 'general' | 'many' | 'none';
  readonly parts: readonly ScopePart[];
  /** The language of most of its source files. */
  readonly language: string | null;
}

/** Finds the scope of each built-in role. */
export function scopesOf(top: Folder, history: History): (role: string) => RoleScope {
  const units = unitsOf(top);
  const named = namedFolders(units);
  const general = rankedGeneral(units, history);
  const known = new Map<string, RoleScope>();
  return (role) => {
    const scope = known.get(role) ?? scopeOf(role);
    known.set(role, scope);
    return scope;
  };

  function scopeOf(role: string): RoleScope {
    const own = ownParts(role, { top, units, named });
    if (own.length > 0) return { found: 'own', parts: own, language: languageIn(top, own) };
    const all = generalFor(role, general).flatMap((unit) => generalParts(role, unit, named));
    const folders = collapse(all, MOST_FOLDERS);
    // With so many equally likely folders, no scope is better than a wrong one.
    const parts = folders.length > MOST_PARTS ? [] : [...folders, ...topSources(top)];
    if (parts.length === 0) {
      return { found: folders.length > 0 ? 'many' : 'none', parts, language: null };
    }
    return { found: 'general', parts, language: languageIn(top, parts) };
  }
}

interface Places {
  readonly top: Folder;
  readonly units: readonly Folder[];
  readonly named: readonly Named[];
}

function ownParts(role: string, { top, units, named }: Places): readonly ScopePart[] {
  const mine = foldersFor(named.filter((one) => one.role === role));
  if (role === 'qa' && mine.length === 0) return testFiles(top, units);
  const parts = mine.flatMap(({ folder, unit }) =>
    folder === unit || !isSide(role) || preferred(unit) !== role
      ? [wholePart(folder)]
      : carve(unit, othersIn(unit, role, named)),
  );
  const few = collapse(firstOfEach(parts), MOST_FOLDERS);
  return few.length > MOST_PARTS ? [] : few;
}

/** Folders named after the role come before such folders inside other units, and those before deeper ones. */
function foldersFor(all: readonly Named[]): readonly Named[] {
  const strong = all.filter(({ folder }) => !isWeak(folder.name));
  const isAtTop = ({ folder, unit }: Named) => folder === unit;
  const mine = strong.some(isAtTop) ? all.filter(isAtTop) : all;
  const depths = (unit: Folder) =>
    (strong.length > 0 ? strong : all).filter((one) => one.unit === unit).map(depthOf);
  return mine.filter((one) => depthOf(one) <= Math.min(...depths(one.unit)));
}

function depthOf({ folder }: Named): number {
  return folder.depth;
}

/** For one side of an application, the general folders in its kind of language, if there are any. */
function generalFor(role: string, units: readonly Folder[]): readonly Folder[] {
  if (!isSide(role)) return units;
  const mine = units.filter((unit) => preferred(unit) === role);
  return mine.length > 0 ? mine : units;
}

/** A general folder without the other side's parts, unless nearly all of it is the other side's. */
function generalParts(role: string, unit: Folder, named: readonly Named[]): readonly ScopePart[] {
  const others = isSide(role) && preferred(unit) === role ? othersIn(unit, role, named) : [];
  return others.length > 0 ? carve(unit, others) : [wholePart(unit)];
}

function isSide(role: string): role is Side {
  return SIDES.some((side) => side === role);
}

/** The side whose language most of a folder is written in, which also gets the unnamed parts. */
function preferred({ screens, sources }: Folder): Side {
  return screens * 2 > sources ? 'frontend' : 'backend';
}

function othersIn(unit: Folder, role: Side, named: readonly Named[]): readonly Folder[] {
  const other = role === 'backend' ? 'frontend' : 'backend';
  return foldersFor(named.filter((one) => one.role === other))
    .filter((one) => one.unit === unit)
    .map(({ folder }) => folder);
}

function wholePart({ path, files }: Folder): ScopePart {
  return { glob: folderGlob(path), place: path, files };
}

function firstOfEach(parts: readonly ScopePart[]): readonly ScopePart[] {
  return [...new Map(parts.map((part) => [part.glob, part])).values()];
}

/** Test files that are next to the code they test. */
function testFiles(top: Folder, units: readonly Folder[]): readonly ScopePart[] {
  const counts = new Map<string, number>();
  const left: Folder[] = [...units];
  const look = (file: string) => {
    if (!MAYBE_TEST.test(file)) return;
    for (const { glob, name } of TEST_FILES) {
      if (name.test(file)) counts.set(glob, (counts.get(glob) ?? 0) + 1);
    }
  };
  top.own.forEach(look);
  for (let folder = left.pop(); folder; folder = left.pop()) {
    folder.own.forEach(look);
    left.push(...folder.children.values());
  }
  return TEST_FILES.flatMap(({ glob }) => {
    const files = counts.get(glob);
    return files ? [{ glob, place: '', files }] : [];
  });
}

/** Source folders that belong to no role, otherwise those that do, otherwise any folder; the most active first. */
function rankedGeneral(units: readonly Folder[], history: History): readonly Folder[] {
  const seen = units.filter((unit) => !unit.name.startsWith('.'));
  const sources = seen.filter((unit) => unit.sources > 0 && !isBeside(unit.name));
  const folders = [
    generalUnits(units),
    sources.filter((unit) => roleOfProject(unit.name) !== 'qa'),
    sources,
    seen,
  ].find((list) => list.length > 0);
  const ranked = (folders ?? []).map((folder) => ({
    folder,
    commits: commitsIn(history, [folder.path]),
  }));
  return ranked
    .sort((a, b) => b.commits - a.commits || b.folder.files - a.folder.files)
    .map(({ folder }) => folder);
}

/** Source files in the root folder, by extension: `*.go`. */
function topSources(top: Folder): readonly ScopePart[] {
  const ends = new Map<string, number>();
  for (const file of top.own) {
    const end =
      /^[^.].*(\.(?:go|py|rs|c|cc|cpp|h|rb|php|java|kt|swift|ex|exs|lua|hs|ml|zig|jl|r))$/i.exec(
        file,
      )?.[1];
    if (end && !/^(?:setup|manage|conftest|noxfile|fabfile)\.py$/.test(file)) {
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  }
  return [...ends].map(([end, files]) => ({ glob: `*${literalGlob(end)}`, place: '', files }));
}

function languageIn(top: Folder, parts: readonly ScopePart[]): string | null {
  const all = new Map<string, number>();
  for (const { place } of parts) {
    for (const [language, files] of folderAt(top, place)?.languages ?? []) {
      all.set(language, (all.get(language) ?? 0) + files);
    }
  }
  return mainLanguage({ languages: all });
}

function folderAt(top: Folder, place: string): Folder | undefined {
  if (place === '') return top;
  return place
    .split('/')
    .reduce<Folder | undefined>((folder, name) => folder?.children.get(name), top);
}
