import type { Conflict, ConflictFile, ConflictSide } from '../../../shared/contract/resolve.ts';
import { featureBranch, titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { type ContractRules, contractRules } from '../contracts/contract-rules.ts';
import { CoreFailure } from '../failure.ts';
import { openShadow, type Shadow } from '../git/shadow.ts';
import { blobText } from '../merge/blob-text.ts';
import type { ComputedMerge } from '../merge/plan-merge.ts';
import { type Resolution, Resolutions, type SideName, STAGE } from '../merge/resolutions.ts';
import type { MetConflict } from '../merge/settle-conflicts.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { planOfSync } from '../sync/sync.ts';

/** The conflicts of one sync point, with what is needed to read them. */
export interface Conflicts {
  readonly sync: string;
  readonly plan: Plan;
  readonly merge: ComputedMerge;
  readonly shadow: Shadow;
  readonly kept: Resolutions;
  readonly contracts: ContractRules;
}

/** Computes the merge of a sync point to find its conflicts. Fails with `sync.unknown` and `sync.notStarted`. */
export async function conflictsOf(run: FeatureRun, sync: string): Promise<Conflicts> {
  const { project } = run;
  const { merge, plan } = await planOfSync(run, sync);
  const shadow = await openShadow(project.repo);
  const contracts = contractRules(await project.config(), plan);
  return { sync, plan, merge, shadow, kept: new Resolutions(project.repo), contracts };
}

/** Conflicts for display, including resolved ones. */
export function viewConflicts({ merge, plan }: Conflicts): Conflict[] {
  return merge.met.map((met) => viewConflict(met, { merge, plan }));
}

function viewConflict(
  met: MetConflict,
  { merge, plan }: { merge: ComputedMerge; plan: Plan },
): Conflict {
  const title = (key: string) => titleIn(plan, key);
  const touched = merge.files.find((file) => file.path === met.path)?.agents ?? [met.agent];
  const earlier = touched.filter((agent) => met.before.includes(agent));
  const ours = earlier.length > 0 ? earlier.map(title).join(' + ') : featureBranch(plan.feature);
  const labels: Record<SideName, string> = {
    base: 'Base',
    ours,
    theirs: title(met.agent),
  };
  const side = (name: SideName): ConflictSide | null => {
    const entry = met.stages.get(STAGE[name]);
    return entry ? { label: labels[name], oid: entry.oid, mode: entry.mode } : null;
  };
  return {
    id: met.id,
    path: met.path,
    kind: met.kind,
    agents: [...earlier, met.agent],
    base: side('base'),
    ours: side('ours'),
    theirs: side('theirs'),
    state: met.resolution === null ? 'open' : 'resolved',
    resolution: resolutionView(met.resolution),
  };
}

function resolutionView(resolution: Resolution | null): Conflict['resolution'] {
  if (!resolution?.answer) return null;
  const { answer, by, at } = resolution;
  return { how: answer.kind === 'text' ? 'text' : answer.side, by, at };
}

/** One conflict by id. Fails with `resolve.gone` when the branches have changed and it no longer occurs. */
export function conflictById({ merge, sync }: Conflicts, id: string): MetConflict {
  const met = merge.met.find((conflict) => conflict.id === id);
  if (met) return met;
  throw new CoreFailure({
    code: 'resolve.gone',
    message: `This conflict is not part of the merge of "${sync}" any more.`,
    data: { sync, id },
  });
}

/** All versions of one conflict; `proposed` is from a session that was asked, `contract` from its structure. */
export async function conflictFile(
  conflicts: Conflicts,
  id: string,
  known: Pick<ConflictFile, 'proposed' | 'contract'>,
): Promise<ConflictFile> {
  const { shadow, kept } = conflicts;
  const met = conflictById(conflicts, id);
  const version = (name: SideName) => blobText(shadow, met.stages.get(STAGE[name])?.oid);
  const [base, ours, theirs, marked, resolution] = await Promise.all([
    version('base'),
    version('ours'),
    version('theirs'),
    blobText(shadow, met.marked?.oid),
    kept.read(id),
  ]);
  const all = [base, ours, theirs];
  const binary = all.some((side) => side?.binary);
  const tooLarge = all.some((side) => side?.tooLarge);
  return {
    id,
    path: met.path,
    binary,
    tooLarge,
    base: base?.text ?? null,
    ours: ours?.text ?? null,
    theirs: theirs?.text ?? null,
    marked: binary || tooLarge ? null : (marked?.text ?? null),
    draft: resolution?.draft ?? null,
    accepted: resolution?.answer?.kind === 'text' ? resolution.answer.text : null,
    ...known,
  };
}
