import { branchTip, updateRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { gitDirOf, operationIn, worktreeEntries } from '../git/worktree-entries.ts';

export interface LandRequest {
  /** Short branch name. */
  readonly branch: string;
  readonly from: string;
  /** Descendant of `from`. */
  readonly to: string;
  readonly message: string;
}

/** Why git refused to land, and the files in the way. Nothing was changed. */
export interface Refusal {
  readonly reason: string;
  readonly files: readonly string[];
}

/**
 * Moves a branch forward. Where it is checked out, uses `git merge --ff-only`, which keeps unrelated edits and refuses
 * overlapping ones; otherwise updates the ref by compare-and-swap. Returns null on success. The caller holds the
 * `write` lock.
 */
export async function landBranch(repo: Repository, request: LandRequest): Promise<Refusal | null> {
  const { branch, from, to, message } = request;
  if ((await branchTip(repo, branch)) !== from) return moved(branch);
  if (from === to) return null;
  const holder = (await worktreeEntries(repo)).find((entry) => entry.branch === branch);
  if (!holder) {
    await updateRef(repo, { ref: `refs/heads/${branch}`, to, from, message });
    return null;
  }
  if (holder.prunable)
    return {
      reason: `${branch} is checked out in ${holder.path}, which is missing. Bring it back, or run \`git worktree prune\`.`,
      files: [],
    };
  const operation = await operationIn(await gitDirOf(holder.path));
  if (operation)
    return {
      reason: `A ${operation} is under way in ${holder.path}. Finish or abort it, then merge again.`,
      files: [],
    };
  const args = ['merge', '--ff-only', '--no-overwrite-ignore', '--no-autostash', '--no-stat'];
  args.push('--no-verify-signatures', '--quiet', to);
  const { code, stderr } = await runGit(args, { cwd: holder.path, expect: [0, 1, 2, 128] });
  if (code === 0 && (await branchTip(repo, branch)) === to) return null;
  return overlap(holder.path, stderr);
}

function moved(branch: string): Refusal {
  return {
    reason: `${branch} moved during the merge. Check its new commits, then merge again.`,
    files: [],
  };
}

/** git lists blocking files one per line, indented by a tab. */
function overlap(path: string, stderr: string): Refusal {
  const files = stderr
    .split('\n')
    .filter((line) => line.startsWith('\t'))
    .map((line) => line.slice(1));
  if (files.length === 0) return { reason: `git refused in ${path}: ${stderr.trim()}`, files };
  const names = files.join(', ');
  return {
    reason: `Files in ${path} are in the way: ${names}. Commit them or move them away, then merge again.`,
    files,
  };
}
