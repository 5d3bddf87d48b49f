import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { branchTip, deleteRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { gitDirOf, worktreeEntries } from '../git/worktree-entries.ts';
import type { WorktreeSpec } from './create.ts';
import { removeWorktree } from './remove.ts';

/** git writes a few files at a time; more that differ are somebody's work. */
const CUT_FILES = 8;

/** Takes back one worktree and its branch when nobody worked in them; false when somebody did. */
export async function takeBack(repo: Repository, spec: WorktreeSpec): Promise<boolean> {
  const entry = (await worktreeEntries(repo)).find(({ path }) => path === spec.path);
  if (entry && entry.branch !== null && entry.branch !== spec.branch) return true;
  if (entry) {
    if (!(await isUntouched(repo, spec))) return false;
    await removeWorktree(repo, { ...entry, branch: null }, { pristine: true });
  }
  const tip = await branchTip(repo, spec.branch);
  if (tip === spec.base) await deleteRef(repo, `refs/heads/${spec.branch}`, tip);
  return true;
}

/** Every file there is the base's own; some may be missing. Nothing else is there. */
async function isUntouched(
  repo: Repository,
  { path, branch, base }: WorktreeSpec,
): Promise<boolean> {
  const tip = await branchTip(repo, branch);
  if (tip !== null && tip !== base) return false;
  if (!(await stat(join(path, '.git')).catch(() => null))) return true;
  const gitDir = await gitDirOf(path);
  const env = { GIT_INDEX_FILE: join(gitDir, 'tributary-index') };
  await runGit(['read-tree', base], { cwd: path, env });
  const options = { cwd: path, env, reads: true };
  // That index has no times of files: compare contents.
  await runGit(['update-index', '-q', '--refresh'], { cwd: path, env, expect: [0, 1] });
  const changed = await runGit(['diff-files', '--name-only', '-z', '--diff-filter=d'], options);
  const others = await runGit(['ls-files', '--others', '-z'], options);
  if (others.stdout !== '') return false;
  const differing = changed.stdout.split('\0').filter((file) => file !== '');
  if (differing.length > CUT_FILES) return false;
  for (const file of differing) if (!(await isCutOff(path, base, file))) return false;
  return true;
}

/** git was ended while it wrote the file: what is there is the beginning of what should be. */
async function isCutOff(path: string, base: string, file: string): Promise<boolean> {
  const there = await readFile(join(path, file)).catch(() => null);
  if (there === null) return false;
  const { bytes } = await runGit(['cat-file', 'blob', `${base}:${file}`], {
    cwd: path,
    reads: true,
  });
  return bytes.subarray(0, there.length).equals(there);
}
