import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FAILURES } from '../../../shared/failures/failures.ts';
import { RESERVED_KEYS } from '../../../shared/names.ts';
import { CoreFailure, type PlainCode } from '../failure.ts';
import { listBranches } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run-git.ts';
import { type WorktreeEntry, worktreeEntries } from '../git/worktree-entries.ts';
import type { WorktreeSpec } from './worktree-spec.ts';

export interface NamesRequest {
  readonly feature: string;
  readonly featureBranch: string;
  readonly agents: readonly {
    readonly agent: string;
    readonly branch: string;
    readonly base: string;
  }[];
  /** Folder of the worktrees; default: next to the main checkout. */
  readonly root?: string | undefined;
  /** Worktrees that this feature's journal has created or started to create, which are no conflict. */
  readonly own?: readonly Pick<WorktreeSpec, 'branch' | 'path'>[];
}

/** Device names reserved by Windows. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Equal for names that some file system treats as the same. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function worktreeRoot(repo: Repository, root?: string): string {
  return root === undefined ? dirname(repo.path) : resolve(repo.path, root);
}

/** `../<repo>-integration`, where candidates are checked out and verified. */
export function integrationPath(repo: Repository, root?: string): string {
  return join(worktreeRoot(repo, root), `${repo.name}-integration`);
}

/**
 * Checks all branch and folder names before anything is created, and gives each agent its path (`../<repo>-<agent>`, or
 * `../<repo>-<feature>-<agent>` next to another plan's). Throws `worktree.invalidName`, `worktree.nameClash`,
 * `worktree.branchTaken`, `worktree.checkedOut`, `worktree.pathTaken`, `worktree.readOnly`, each with the conflicting
 * item; `data.problems` lists them all.
 */
export async function planWorktrees(
  repo: Repository,
  request: NamesRequest,
): Promise<WorktreeSpec[]> {
  const entries = await worktreeEntries(repo);
  const own = request.own ?? [];
  const problems = [
    ...(await invalidNames(repo, request)),
    ...(await branchProblems(repo, request, entries)),
  ];
  const specs: WorktreeSpec[] = [];
  const taken = new Set(entries.map(({ path }) => folded(path)));
  taken.add(folded(integrationPath(repo, request.root)));
  for (const agent of request.agents) {
    const mine = own.find(({ branch }) => branch === agent.branch);
    const path = mine?.path ?? (await freePath(repo, request, { agent: agent.agent, taken }));
    if (typeof path !== 'string') {
      problems.push(path);
      continue;
    }
    taken.add(folded(path));
    specs.push({ ...agent, path });
  }
  const [first] = problems;
  if (first) throw problemFailure(first, problems);
  await checkWritable(worktreeRoot(repo, request.root));
  return specs;
}

interface Problem {
  readonly code: PlainCode;
  readonly message: string;
  readonly remedy: string;
  readonly name: string;
  readonly holder: string | null;
}

/** A problem with the listed remedy of its code. */
function problem(said: Omit<Problem, 'remedy'>): Problem {
  const { code, message, name, holder } = said;
  return { code, message, remedy: FAILURES[code].remedy, name, holder };
}

function problemFailure(first: Problem, problems: readonly Problem[]): CoreFailure {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message = `${first.message}${more}`;
  return new CoreFailure({ code: first.code, message, data: { problems } });
}

async function invalidNames(repo: Repository, request: NamesRequest): Promise<Problem[]> {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const { agent, branch } of request.agents) {
    const reserved = RESERVED_KEYS.includes(folded(agent)) || DEVICES.test(agent);
    const plain = agent === basename(agent) && /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(agent);
    if (reserved || !plain || !(await isBranchName(repo, branch))) {
      const message = `${JSON.stringify(agent)} cannot name an agent${reserved ? ': it is reserved' : ''}.`;
      problems.push(problem({ code: 'worktree.invalidName', message, name: agent, holder: null }));
    }
    const twin = seen.get(folded(branch));
    if (twin !== undefined) problems.push(clash(branch, twin));
    seen.set(folded(branch), branch);
  }
  return problems;
}

/** `--branch` also expands `@{-1}`, so the result must equal the name. */
async function isBranchName(repo: Repository, branch: string): Promise<boolean> {
  if (branch.includes('\0')) return false;
  const args = ['check-ref-format', '--branch', branch];
  const { code, stdout } = await runGit(args, {
    cwd: repo.path,
    reads: true,
    expect: [0, 1, 128, 129],
  });
  return code === 0 && stdout === `${branch}\n`;
}

function clash(name: string, holder: string): Problem {
  const message = `The branch ${name} clashes with the branch ${holder}.`;
  return problem({ code: 'worktree.nameClash', message, name, holder });
}

async function branchProblems(
  repo: Repository,
  request: NamesRequest,
  entries: readonly WorktreeEntry[],
): Promise<Problem[]> {
  const own = new Set(request.own?.map(({ branch }) => branch));
  const existing = (await listBranches(repo)).map(({ name }) => name);
  const wanted = [request.featureBranch, ...request.agents.map(({ branch }) => branch)];
  return wanted.flatMap((name) => {
    const others = [...existing, ...wanted.filter((other) => other !== name)];
    const inTheWay = others.find(
      (other) =>
        folded(other).startsWith(`${folded(name)}/`) ||
        folded(name).startsWith(`${folded(other)}/`) ||
        (other !== name && folded(other) === folded(name)),
    );
    if (inTheWay !== undefined) return [clash(name, inTheWay)];
    // The feature branch may exist; its tip is continued.
    if (!existing.includes(name) || own.has(name) || name === request.featureBranch) return [];
    const holder = entries.find(({ branch }) => branch === name)?.path ?? null;
    if (holder === null)
      return [
        problem({
          code: 'worktree.branchTaken',
          message: `The branch ${name} is there already, and this plan did not make it.`,
          name,
          holder: `refs/heads/${name}`,
        }),
      ];
    return [
      problem({
        code: 'worktree.checkedOut',
        message: `The branch ${name} is checked out in ${holder}.`,
        name,
        holder,
      }),
    ];
  });
}

/** The first free folder name. The longer form is used only when a worktree of this repository has the shorter one. */
async function freePath(
  repo: Repository,
  request: NamesRequest,
  { agent, taken }: { agent: string; taken: ReadonlySet<string> },
): Promise<string | Problem> {
  const root = worktreeRoot(repo, request.root);
  const names = [`${repo.name}-${agent}`, `${repo.name}-${request.feature}-${agent}`];
  let path = '';
  for (const name of names) {
    path = join(root, name);
    if (taken.has(folded(path))) continue;
    if (!(await lstat(path).catch(() => null))) return path;
    break;
  }
  const message = `${path} is in the way of the worktree of ${agent}.`;
  return problem({ code: 'worktree.pathTaken', message, name: agent, holder: path });
}

/** Tests by writing: permissions alone are not enough (read-only mounts, access rules). */
async function checkWritable(root: string): Promise<void> {
  const probe = join(root, `.tributary-probe-${randomUUID()}`);
  try {
    await mkdir(root, { recursive: true });
    await mkdir(probe);
    await rmdir(probe);
  } catch (error) {
    throw new CoreFailure({
      code: 'worktree.readOnly',
      message: `Worktrees cannot be made in ${root}: ${error instanceof Error ? error.message : 'no access'}.`,
      data: { path: root },
    });
  }
}
