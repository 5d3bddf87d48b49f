import type { Progress } from '../../../shared/contract/common.ts';
import type { SessionView } from '../../../shared/contract/session.ts';
import { CoreFailure } from '../failure.ts';
import { APP_IDENTITY } from '../git/committer.ts';
import { tryLock, withLock } from '../git/lock.ts';
import { resolveCommit, updateRef } from '../git/refs.ts';
import { deliver } from '../git/shadow.ts';
import { checkOutCandidate } from '../landing/integration.ts';
import { blobText } from '../merge/blob-text.ts';
import { editTree } from '../merge/merge-tree.ts';
import type { MetConflict } from '../merge/settle-conflicts.ts';
import type { FeatureRun, ProjectContext } from '../run/project-context.ts';
import type { SessionRequest } from '../session/sessions.ts';
import { hasMarkers } from './check-text.ts';
import { type Conflicts, conflictsOf } from './conflicts.ts';
import { askedFile, RESOLVER } from './proposals.ts';

const STEPS = ['predict', 'checkout', 'session'] as const;

interface AskPorts {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Starts a `claude` session in the integration worktree, which contains the merge with conflict markers. Its work is a
 * proposal: nothing counts until a person accepts it, file by file. Fails with `resolve.nothingToAsk`,
 * `trust.required`, `claude.notFound`, `sync.busy`.
 */
export async function askToResolve(
  run: FeatureRun,
  request: { readonly sync: string } & AskPorts,
): Promise<SessionView> {
  const { project } = run;
  const { sync, signal, onProgress } = request;
  const step = (name: (typeof STEPS)[number]) => {
    signal?.throwIfAborted();
    const [done, total] = [STEPS.indexOf(name), STEPS.length];
    onProgress?.({ kind: 'step', step: name, target: sync, done, total });
  };
  step('predict');
  const conflicts = await conflictsOf(run, sync);
  const open = await textConflicts(conflicts);
  if (open.length === 0) throw nothingToAsk(sync);
  const theirs = conflicts.plan.agents[open[0]?.agent ?? ''];
  const spec: SessionRequest['spec'] = {
    role: 'resolver',
    title: 'Resolver',
    runs: 'claude',
    ...(theirs?.model ? { model: theirs.model } : {}),
  };
  await project.sessions.preflight([{ spec, project: project.repo.id }]);
  await project.trust.require(project.repo, 'A session');
  const key = { project: project.repo.id, feature: run.feature, agent: RESOLVER };
  await project.sessions.stop(key);
  step('checkout');
  const cwd = await layOut(project, { conflicts, open, feature: run.feature, signal });
  step('session');
  return project.sessions.start({
    ...key,
    spec,
    cwd,
    briefing: briefing(open),
    say: prompt(conflicts, open),
    env: {},
  });
}

/**
 * Unresolved conflicts whose file has markers, which a session can resolve. With several per path, the file shows the
 * last.
 */
async function textConflicts({ merge, shadow }: Conflicts): Promise<MetConflict[]> {
  const found = new Map<string, MetConflict>();
  for (const met of merge.met) {
    if (met.resolution !== null || !met.marked?.mode.startsWith('100')) continue;
    const version = await blobText(shadow, met.marked.oid);
    if (version?.text != null && hasMarkers(version.text)) found.set(met.path, met);
  }
  return [...found.values()];
}

interface Layout {
  readonly conflicts: Conflicts;
  readonly open: readonly MetConflict[];
  readonly feature: string;
  readonly signal: AbortSignal | undefined;
}

/** Checks out the merge with markers in the integration worktree and records what was asked. */
async function layOut(
  project: ProjectContext,
  { conflicts, open, feature, signal }: Layout,
): Promise<string> {
  const { repo } = project;
  const { shadow, merge, sync } = conflicts;
  const marked = new Map(open.map((met) => [met.path, met.marked]));
  const tree = await editTree(shadow, merge.reached.tree, marked);
  const { stdout } = await shadow.git(
    ['commit-tree', '-p', merge.reached.commit, '-F', '-', tree],
    {
      env: APP_IDENTITY,
      input: `Conflicts of sync ${sync}\n\nNever lands: a place to settle them.\n`,
    },
  );
  const commit = stdout.trim();
  const root = await project.worktreeRoot();
  const ref = `refs/tributary/snapshot/resolving-${feature}`;
  const done = await tryLock(repo, 'sync', () =>
    withLock(repo, 'write', async () => {
      await deliver(repo, shadow, { commits: [commit], known: [merge.base] });
      const from = await resolveCommit(repo, ref);
      await updateRef(repo, { ref, to: commit, from, message: `Conflicts of sync ${sync}` });
      return checkOutCandidate(repo, commit, { root, signal });
    }),
  );
  if (!done) {
    throw new CoreFailure({
      code: 'sync.busy',
      message: 'A merge is under way in this repository.',
    });
  }
  const files = Object.fromEntries(open.map(({ id, path }) => [id, path]));
  await askedFile(project, feature).write({ sync, commit, files });
  return done.value;
}

function briefing(open: readonly MetConflict[]): string {
  return [
    'You settle merge conflicts. Everything else is merged already.',
    `Change only these files: ${open.map(({ path }) => path).join(', ')}. Changes to any other file do not count.`,
    'Keep the intent of both sides. Take every conflict marker out. Do not commit, stash, switch or merge with git.',
    'A person reviews each file before it counts.',
  ].join('\n');
}

function prompt({ sync, merge }: Conflicts, open: readonly MetConflict[]): string {
  const lines = open.map(({ path, agent }) => {
    const agents = merge.files.find((file) => file.path === path)?.agents ?? [agent];
    return `- ${path} (${agents.join(', ')})`;
  });
  return `Settle the conflicts of the sync point "${sync}" in these files:\n${lines.join('\n')}`;
}

function nothingToAsk(sync: string): CoreFailure {
  return new CoreFailure({
    code: 'resolve.nothingToAsk',
    message: `No open conflict of "${sync}" is one of text.`,
    data: { sync },
  });
}
