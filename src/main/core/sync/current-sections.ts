import { titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import type { RunFacts } from '../journal/facts.ts';
import type { CurrentSection } from '../merge/current-md.ts';

/** What became of the contracts, in lines by sync point. */
export type ContractLogs = ReadonlyMap<string, readonly string[]>;

/**
 * The managed section of `plans/CURRENT.md` as it stands once `sync` has landed with these heads: one line per
 * phase, and under it one per contract that it changed.
 * Named after the feature, so that several features can share the file.
 */
export function currentSections(
  run: { readonly plan: Plan; readonly facts: RunFacts; readonly contracts: ContractLogs },
  sync: string,
  heads: readonly { readonly agent: string; readonly oid: string }[],
): readonly CurrentSection[] {
  const { plan, facts, contracts } = run;
  const title = (key: string) => titleIn(plan, key);
  const merged = (list: readonly { agent: string; oid: string }[]) =>
    list.map((head) => `${title(head.agent)} (${head.oid.slice(0, 10)})`).join(', ');
  const lines = derivePhases(plan).flatMap((phase) => {
    const log = (contracts.get(phase.sync ?? '') ?? []).map((line) => `  - ${line}`);
    const landed = phase.sync === null ? null : facts.syncs.get(phase.sync)?.landed;
    const done = phase.sync === sync ? heads : landed?.heads;
    if (done) return [`- [x] ${title(phase.name)}: ${merged(done)} merged`, ...log];
    return [`- [ ] ${title(phase.name)}: ${phase.agents.map(title).join(', ')}`];
  });
  const text = [`## ${title(plan.feature)}`, '', ...lines].join('\n');
  return [{ name: plan.feature, text }];
}
