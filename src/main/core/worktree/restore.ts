import { lstat, mkdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { changedFiles } from '../git/diff-listings.ts';
import { namesInput } from '../git/listings.ts';
import { withLock } from '../git/lock.ts';
import { branchTip, resolveCommit } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { openShadow } from '../git/shadow.ts';
import { worktreeEntries } from '../git/worktree-entries.ts';
import { readOwners } from '../journal/owned-worktrees.ts';
import { lockReason } from './own-lock.ts';
import { readPointer } from './pointer.ts';
import {
  dropPlace,
  MODULES,
  readTrash,
  type TrashedWorktree,
  trashRef,
  writeRecord,
} from './trash.ts';

/**
 * Restores a removed worktree: its folder while the trash has it, otherwise the files of its snapshot. On its branch if
 * that is unchanged (or gone), otherwise detached. Next to its old path when that is taken. It belongs to its agent
 * again if that has no other worktree. Throws `worktree.unknownTrash`.
 */
export async function restoreWorktree(
  repo: Repository,
  id: string,
): Promise<{ readonly ref: string; readonly path: string }> {
  const ref = trashRef(id);
  const found = (await readTrash(repo)).find(({ record }) => record.id === id);
  if (!found) throw unknownTrash(id);
  const { record, tree } = found;
  const saved = await resolveCommit(repo, ref);
  return withLock(repo, 'write', async () => {
    const path = await freePath(record.path);
    const there = (await stat(tree).catch(() => null)) !== null;
    if (record.head === null && there) {
      // Unknown to git when it was removed.
      await rename(tree, path);
      await dropPlace(found);
      return { ref, path };
    }
    const head = record.head ?? saved;
    if (saved === null || head === null) throw unknownTrash(id);
    if (there) await writeRecord(found.folder, { ...record, restoring: path });
    await register(repo, { path, head, branch: record.branch });
    if (there) await moveBack(found, path);
    else await writeSnapshot(repo, { path, head, saved });
    await finishRestore(repo, found, path);
    return { ref, path };
  });
}

/** The last steps after the files are back: staged changes, ownership, and deleting the trash record. */
export async function finishRestore(
  repo: Repository,
  found: TrashedWorktree,
  path: string,
): Promise<void> {
  const { record } = found;
  const saved = await resolveCommit(repo, trashRef(record.id));
  const head = record.head ?? saved;
  if (saved !== null && head !== null) await restoreIndex(repo, { path, head, saved });
  await giveBack(repo, record.id, path);
  await dropPlace(found);
}

function unknownTrash(id: string): CoreFailure {
  return new CoreFailure({
    code: 'worktree.unknownTrash',
    message: `Nothing in the trash is called ${id}.`,
    data: { id },
  });
}

async function freePath(path: string): Promise<string> {
  for (let suffix = 0; ; suffix += 1) {
    const candidate = suffix === 0 ? path : `${path}-restored-${suffix}`;
    if (!(await lstat(candidate).catch(() => null))) return candidate;
  }
}

async function register(
  repo: Repository,
  { path, head, branch }: { path: string; head: string; branch: string | null },
): Promise<void> {
  const tip = branch === null ? null : await branchTip(repo, branch);
  const held = (await worktreeEntries(repo)).some((entry) => entry.branch === branch);
  const args = ['worktree', 'add', '--quiet', '--no-checkout'];
  if (branch !== null && tip === null) args.push('--no-track', '-b', branch, '--', path, head);
  else if (branch !== null && tip === head && !held) args.push('--', path, branch);
  else args.push('--detach', '--', path, head);
  await runGit(args, { cwd: repo.path });
}

/** Records that the agent has its worktree again. */
async function giveBack(repo: Repository, id: string, path: string): Promise<void> {
  const { journals, owned } = await readOwners(repo);
  for (const [feature, journal] of journals) {
    const removal = (await journal.read()).find(
      (entry) => entry.kind === 'agent.removed' && entry.trash === id,
    );
    if (removal?.kind !== 'agent.removed') continue;
    const { agent } = removal;
    const owner = owned.find((known) => known.feature === feature && known.agent === agent);
    if (owner?.state !== 'gone') return;
    const { branch, base, adopted } = owner;
    await runGit(['worktree', 'lock', '--reason', lockReason(agent), '--', path], {
      cwd: repo.path,
      expect: [0, 128],
    });
    const whose = { agent, branch, path, base, ready: true, ...(adopted ? { adopted } : {}) };
    await journal.append({ kind: 'agent.created', ...whose });
    return;
  }
}

/** The folder comes back as it was, with the pointer of its new entry. */
async function moveBack({ tree, folder }: TrashedWorktree, path: string): Promise<void> {
  // The entry of the old pointer is gone; replace it at once.
  await rename(join(path, '.git'), join(tree, '.git'));
  await rmdir(path);
  await rename(tree, path);
  const modules = join(folder, MODULES);
  const gitDir = await readPointer(path);
  if (gitDir !== null && (await stat(modules).catch(() => null)))
    await rename(modules, join(gitDir, 'modules'));
}

/** Writes the exact bytes of the snapshot's files through the shadow repository. */
async function writeSnapshot(
  repo: Repository,
  { path, head, saved }: { path: string; head: string; saved: string },
): Promise<void> {
  const shadow = await openShadow(repo);
  await shadow.withScratch(async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index'), GIT_WORK_TREE: path };
    // Files that are not part of the snapshot are checked out.
    await runGit(['checkout', '--quiet', '--no-overwrite-ignore'], { cwd: path });
    const differing = changedFiles('diff-tree', '-r', '--no-renames', head, saved);
    const written: string[] = [];
    for (const { path: file, status } of await shadow.list(differing)) {
      await unlink(join(path, file)).catch(() => {
        // It will be written again, or stays deleted.
      });
      if (status !== 'D') written.push(file);
    }
    for (const file of written) await mkdir(dirname(join(path, file)), { recursive: true });
    await shadow.git(['read-tree', saved], { cwd: path, env });
    const input = namesInput(written);
    await shadow.git(['checkout-index', '-z', '--stdin'], { cwd: path, env, input });
  });
}

/** Restores staged changes: the snapshot's second parent, if any. */
async function restoreIndex(
  repo: Repository,
  { path, head, saved }: { path: string; head: string; saved: string },
): Promise<void> {
  const staged = saved === head ? null : await resolveCommit(repo, `${saved}^2`);
  await runGit(['read-tree', staged ?? head], { cwd: path });
  const sparse = await runGit(['config', '--type=bool', '--get', 'core.sparseCheckout'], {
    cwd: path,
    reads: true,
    expect: [0, 1],
  });
  // Otherwise files outside the sparse checkout would count as deleted.
  if (sparse.stdout === 'true\n') await runGit(['sparse-checkout', 'reapply'], { cwd: path });
  await runGit(['update-index', '-q', '--refresh'], { cwd: path, expect: [0, 1] });
}
