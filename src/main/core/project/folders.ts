import { type Dirent, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import type { FolderChoices } from '../../../shared/contract/project.ts';
import { expandHome } from '../session/tributary-home.ts';

/** Most folders offered. */
const MOST = 60;

/** Folders that complete a typed path; empty when there are none. */
export async function folderChoices(typed: string): Promise<FolderChoices> {
  const path = expandHome(typed.trim() || `~${sep}`);
  const isWhole = path.endsWith('/') || path.endsWith(sep) || path === homedir();
  const folder = isWhole ? path : dirname(path);
  const begun = isWhole ? '' : basename(path).toLowerCase();
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const matching = entries.filter(
    ({ name }) => name.toLowerCase().startsWith(begun) && (begun !== '' || !name.startsWith('.')),
  );
  const folders = await Promise.all(matching.map((entry) => isFolder(folder, entry)));
  const choices = matching
    .filter((_, index) => folders[index])
    .map(({ name }) => {
      const whole = join(folder, name);
      return { name, path: whole, repository: existsSync(join(whole, '.git')) };
    })
    .sort((a, b) => Number(b.repository) - Number(a.repository) || (a.name < b.name ? -1 : 1));
  return { home: homedir(), choices: choices.slice(0, MOST), more: choices.length > MOST };
}

async function isFolder(folder: string, entry: Dirent): Promise<boolean> {
  if (entry.isDirectory()) return true;
  if (!entry.isSymbolicLink()) return false;
  return stat(join(folder, entry.name)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
