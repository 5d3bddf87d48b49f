import type { Folder } from './folder-tree.ts';
import { isBeside, isForeign, isGroup, roleOfFolder, roleOfProject } from './role-names.ts';

/** Depth down to which a folder's name identifies its role. */
const DEEPEST_NAME = 4;

/** A folder named after a role. */
export interface Named {
  readonly folder: Folder;
  readonly role: string;
  /** The unit that contains it, or the unit itself. */
  readonly unit: Folder;
}

/**
 * The units of a repository: top-level folders and, in folders of projects (`packages`, `crates`), each project.
 * Vendored and generated folders are left out.
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

/** Folders whose names identify a role: units, and folders inside units whose names do not. */
export function namedFolders(units: readonly Folder[]): readonly Named[] {
  return units.flatMap((unit): Named[] => {
    const role = roleOfProject(unit.name);
    if (role) return [{ folder: unit, role, unit }, ...testsIn(unit, role)];
    return isBeside(unit.name) ? [] : below(unit, unit);
  });
}

/** Tests inside the unit that they test. */
function testsIn(unit: Folder, role: string): Named[] {
  if (role === 'qa') return [];
  return below(unit, unit).filter((one) => one.role === 'qa');
}

function below(folder: Folder, unit: Folder): Named[] {
  if (folder.depth >= DEEPEST_NAME) return [];
  return [...folder.children.values()].flatMap((child): Named[] => {
    // `src/main/resources/db` is the place for database files in some languages.
    const isAside = isBeside(child.name) && child.name !== 'resources';
    if (isForeign(child.name) || isAside) return [];
    const role = roleOfFolder(child.name);
    return role ? [{ folder: child, role, unit }] : below(child, unit);
  });
}

/** Units with source code that are named after no role. */
export function generalUnits(units: readonly Folder[]): readonly Folder[] {
  return units.filter(
    (unit) => unit.sources > 0 && !isBeside(unit.name) && roleOfProject(unit.name) === null,
  );
}
