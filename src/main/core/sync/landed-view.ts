import { open } from 'node:fs/promises';
import type { LandedView, MergedFile } from '../../../shared/contract/sync.ts';
import { CoreFailure } from '../failure.ts';
import { openShadow } from '../git/shadow.ts';
import { foldSyncs, type JournalledSync } from '../journal/sync-facts.ts';
import { treesText } from '../merge/file-text.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { verifyLogPath } from './verify-log.ts';

/** Bytes of verification output to show; the end contains the result. */
const SHOWN = 200_000;

/** The files that a sync point landed, from the journal, with its verification output. Fails with `sync.notLanded`. */
export async function landedSync(run: FeatureRun, name: string): Promise<LandedView> {
  const { project } = run;
  const landings = await landingsOf(run, name);
  const { plan } = await project.plan(run.feature);
  const log = await endOf(verifyLogPath(project.repo, run.feature, name));
  const steps = plan.syncs[name]?.verify ?? (await project.config()).verify ?? [];
  const files = new Map<string, MergedFile>();
  for (const { end } of landings)
    for (const { path, kind, agents, outcome = 'clean' } of end.files)
      files.set(path, { path, kind, outcome, agents });
  const last = landings.at(-1);
  return {
    commit: last?.end.commit ?? '',
    at: last?.end.at ?? 0,
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    flaky: [...(last?.end.flaky ?? [])],
    verification: log !== null ? 'kept' : steps.length > 0 ? 'gone' : 'none',
    log,
  };
}

/** One file of a landed merge: its text before and after. */
export async function landedFile(
  run: FeatureRun,
  target: { readonly sync: string; readonly path: string },
): ReturnType<typeof treesText> {
  const { project } = run;
  const landings = await landingsOf(run, target.sync);
  const shadow = await openShadow(project.repo);
  const before = landings[0]?.begin.before ?? null;
  const after = landings.at(-1)?.end.commit ?? null;
  return treesText(shadow, { before, after, path: target.path });
}

type Landing = JournalledSync & { readonly end: NonNullable<JournalledSync['end']> };

async function landingsOf(run: FeatureRun, name: string): Promise<readonly Landing[]> {
  const landings = foldSyncs(await run.journal.read()).flatMap((one): Landing[] => {
    const { sync, end, undone } = one;
    return sync === name && end?.outcome === 'landed' && !undone ? [{ ...one, end }] : [];
  });
  if (landings.length > 0) return landings;
  throw new CoreFailure({
    code: 'sync.notLanded',
    message: `The sync point "${name}" has not landed.`,
    data: { sync: name },
  });
}

/** The end of a text file, or null if it does not exist. */
async function endOf(path: string): Promise<string | null> {
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - SHOWN);
    const bytes = Buffer.alloc(size - from);
    await file.read(bytes, 0, bytes.length, from);
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}
