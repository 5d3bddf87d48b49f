import type { Folder } from './folder-tree.ts';
import { isBeside, isForeign, isGroup, roleOfFolder, roleOfProject } from './role-names.ts';

/** How far below the top a folder's name still says whose it is. */
const DEEPEST_NAME = 4;

/** A folder that a role is named for. */
export interface Named {
  readonly folder: Folder;
  readonly role: string;
  /** The unit that it lies in: itself where it is one. */
  readonly unit: Folder;
}

/**
 * The units of a repository: folders at its top, and in folders of projects (`packages`, `crates`) each project. What is
 * foreign to the work is left out.
 */
export function unitsOf(top: Folder): readonly Folder[] {
  return [...top.children.values()]
    .filter(({ name }) => !isForeign(name))
    .flatMap((folder) => {
      const projects = [...folder.children.values()].filter(({ name }) => !isForeign(name));
      return isGroup(folder.name) && folder.own.length === 0 && projects.length > 0
        ? projects
        : [folder];
    });
}

/** Folders whose names say whose they are: units, and what is below units that do not say it. */
export function namedFolders(units: readonly Folder[]): readonly Named[] {
  return units.flatMap((unit): Named[] => {
    const role = roleOfProject(unit.name);
    if (role) return [{ folder: unit, role, unit }, ...testsIn(unit, role)];
    return isBeside(unit.name) ? [] : below(unit, unit);
  });
}

/** Tests lie within what they test. */
function testsIn(unit: Folder, role: string): Named[] {
  if (role === 'qa') return [];
  return below(unit, unit).filter((one) => one.role === 'qa');
}

function below(folder: Folder, unit: Folder): Named[] {
  if (folder.depth >= DEEPEST_NAME) return [];
  return [...folder.children.values()].flatMap((child): Named[] => {
    // `src/main/resources/db` is where some languages keep what is theirs.
    const isAside = isBeside(child.name) && child.name !== 'resources';
    if (isForeign(child.name) || isAside) return [];
    const role = roleOfFolder(child.name);
    return role ? [{ folder: child, role, unit }] : below(child, unit);
  });
}

/** Units of source text that no role is named for. */
export function generalUnits(units: readonly Folder[]): readonly Folder[] {
  return units.filter(
    (unit) => unit.sources > 0 && !isBeside(unit.name) && roleOfProject(unit.name) === null,
  );
}
