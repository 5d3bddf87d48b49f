import type { Folder } from './folder-tree.ts';
import { testCommandsIn } from './test-commands.ts';
import { unitsOf } from './units.ts';

/** More commands would be a whole CI rather than the check of a merge. */
const MOST_COMMANDS = 3;
/** Most projects tested one by one, in a repository without a common command. */
const MOST_PROJECTS = 12;

/** The shell commands that test a repository: in its root, otherwise in its projects. Runs nothing. */
export async function verifyCommands(checkout: string, top: Folder): Promise<readonly string[]> {
  const place = (folder: Folder) => placeOf(checkout, folder, top);
  const here = await testCommandsIn(place(top));
  if (here.length > 0) return here.slice(0, MOST_COMMANDS);
  const projects = unitsOf(top).slice(0, MOST_PROJECTS);
  const found = await Promise.all(
    projects.map(async (unit) => {
      const commands = await testCommandsIn(place(unit));
      return commands.map((command) => `cd ${quoted(unit.path)} && ${command}`);
    }),
  );
  return found.flat().slice(0, MOST_COMMANDS);
}

function placeOf(checkout: string, folder: Folder, top: Folder) {
  return {
    checkout,
    folder: folder.path,
    names: new Set(folder.own),
    namesAtTop: new Set(top.own),
    hasFolder: (name: string) => folder.children.has(name),
    hasFile: (inner: string, name: string) =>
      folder.children.get(inner)?.own.includes(name) === true,
  };
}

/** A path quoted as one shell word that `cd` does not take as an option. */
function quoted(path: string): string {
  return /^\w[\w./-]*$/.test(path) ? path : `'./${path.replaceAll("'", "'\\''")}'`;
}
