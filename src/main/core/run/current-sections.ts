import { defaultTitle } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import type { CurrentSection } from '../merge/current-md.ts';
import type { RunFacts } from './fold.ts';

/**
 * The managed section of `plans/CURRENT.md` as it stands once `sync` has landed with these heads: one line per phase.
 * Named after the feature, so that several features can share the file.
 */
export function currentSections(
  run: { readonly plan: Plan; readonly facts: RunFacts },
  sync: string,
  heads: readonly { readonly agent: string; readonly oid: string }[],
): readonly CurrentSection[] {
  const { plan, facts } = run;
  const title = (key: string) =>
    plan.agents[key]?.title ?? plan.syncs[key]?.title ?? defaultTitle(key);
  const merged = (list: readonly { agent: string; oid: string }[]) =>
    list.map((head) => `${title(head.agent)} (${head.oid.slice(0, 10)})`).join(', ');
  const lines = derivePhases(plan).map((phase) => {
    const landed = phase.sync === null ? null : facts.syncs.get(phase.sync)?.landed;
    if (phase.sync === sync) return `- [x] ${title(phase.name)}: ${merged(heads)} merged`;
    if (landed) return `- [x] ${title(phase.name)}: ${merged(landed.heads)} merged`;
    return `- [ ] ${title(phase.name)}: ${phase.agents.map(title).join(', ')}`;
  });
  const text = [`## ${title(plan.feature)}`, '', ...lines].join('\n');
  return [{ name: plan.feature, text }];
}
