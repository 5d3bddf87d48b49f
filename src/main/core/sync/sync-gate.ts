import type { GateItem } from '../../../shared/contract/run.ts';
import type { MergeOptions } from '../../../shared/contract/sync.ts';
import { evaluateGate } from '../gate/gate.ts';
import { planErrors } from '../gate/plan-errors.ts';
import { isAncestor } from '../git/refs.ts';
import type { ComputedMerge } from '../merge/plan-merge.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { straysBetween } from '../run/stray-files.ts';
import { contractState } from '../status/contract-files.ts';
import type { PreparedSync } from './prepare-sync.ts';

/** Evaluates the gate of a merge from the prediction and the state of git. */
export async function gateOf(
  project: ProjectContext,
  given: {
    readonly prepared: PreparedSync;
    readonly merge: ComputedMerge;
    readonly options: MergeOptions;
  },
): Promise<GateItem[]> {
  const { prepared, merge, options } = given;
  const trusted =
    prepared.verify.length > 0 ? (await project.trust.show(project.repo)).trusted : null;
  const contracts = await contractState(project.repo, merge, prepared.contracts);
  return evaluateGate(
    {
      sync: prepared.sync,
      planErrors: planErrors(prepared.plan, prepared.name),
      agents: prepared.agents,
      strays: straysBetween(prepared.view.agents, prepared.agents),
      trusted,
      behind: await behind(project, prepared),
      brokenContracts: contracts.broken,
      criticalContracts: contracts.critical,
      contractNotes: contracts.notes,
      files: merge.files,
      ticks: prepared.facts.syncs.get(prepared.name)?.ticks ?? new Set(),
    },
    {
      overrides: options.overrides ?? [],
      commitLeftovers: options.commitLeftovers ?? false,
    },
  );
}

/** Agents whose branch lacks a landed sync point that they wait for. */
async function behind(project: ProjectContext, prepared: PreparedSync): Promise<string[]> {
  const late: string[] = [];
  for (const head of prepared.heads) {
    const waits = prepared.plan.agents[head.agent]?.after ?? [];
    for (const name of waits) {
      // Only the first landing counts: agents did not wait for later ones of the same sync point.
      const commit = prepared.facts.syncs.get(name)?.landings[0]?.commit;
      if (commit && !(await isAncestor(project.repo, commit, head.oid))) {
        late.push(head.agent);
        break;
      }
    }
  }
  return late;
}
