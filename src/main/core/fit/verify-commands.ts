import type { Folder } from './folder-tree.ts';
import { testCommandsIn } from './test-commands.ts';
import { unitsOf } from './units.ts';

/** More commands than this would be everybody's own checks, not the ones for a merge. */
const MOST_COMMANDS = 3;
/** Projects of a repository without a command for all of them. */
const MOST_PROJECTS = 12;

/** The shell lines that test a repository: at its top, else in its projects. Runs nothing. */
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

/** A path as a shell reads it as one word, and `cd` as no option. */
function quoted(path: string): string {
  return /^\w[\w./-]*$/.test(path) ? path : `'./${path.replaceAll("'", "'\\''")}'`;
}
