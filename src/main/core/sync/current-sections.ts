import { titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import type { LandedSync, RunFacts } from '../journal/facts.ts';
import type { CurrentSection } from '../merge/current-md.ts';

/** Contract changes by sync point, one line each. */
export type ContractLogs = ReadonlyMap<string, readonly string[]>;

type Head = LandedSync['heads'][number];

/** Inputs of a section. */
interface SectionFacts {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly contracts: ContractLogs;
  /** Agents whose work was merged as part of another agent's branch, with their tips. */
  readonly absorbed: readonly Head[];
}

/**
 * The managed section of `plans/CURRENT.md` after `sync` has landed with these heads: one line per phase, followed by
 * one line per contract that it changed. Named after the feature, so that several features can share the file.
 */
export function currentSections(
  run: SectionFacts,
  sync: string,
  heads: readonly Head[],
): readonly CurrentSection[] {
  const { plan, facts, contracts } = run;
  const title = (key: string) => titleIn(plan, key);
  const lines = derivePhases(plan).flatMap((phase) => {
    const log = (contracts.get(phase.sync ?? '') ?? []).map((line) => `  - ${line}`);
    const landed = landingsOf(facts, phase.sync);
    const landings = phase.sync === sync ? withLast(landed, heads) : landed;
    if (landings.length === 0)
      return [`- [ ] ${title(phase.name)}: ${phase.agents.map(title).join(', ')}`];
    return [`- [x] ${title(phase.name)}: ${landedWords(run, phase.agents, landings)}`, ...log];
  });
  const text = [`## ${title(plan.feature)}`, '', ...lines].join('\n');
  return [{ name: plan.feature, text }];
}

function landingsOf({ syncs }: RunFacts, sync: string | null): readonly (readonly Head[])[] {
  return (syncs.get(sync ?? '')?.landings ?? []).map(({ heads }) => heads);
}

/** Adds a landing. An agent that landed before and has new commits is listed only in the last landing. */
function withLast(
  landings: readonly (readonly Head[])[],
  heads: readonly Head[],
): readonly (readonly Head[])[] {
  const known = new Set(landings.flat().map(({ agent, oid }) => `${agent} ${oid}`));
  const last = heads.filter(({ agent, oid }) => !known.has(`${agent} ${oid}`));
  const moved = new Set(last.map(({ agent }) => agent));
  return [...landings.map((one) => one.filter(({ agent }) => !moved.has(agent))), last].filter(
    (one) => one.length > 0,
  );
}

/** "Backend (1f2e…), Frontend (3c4d…) merged; later QA (5a6b…); left out: Docs" */
function landedWords(
  { plan, absorbed }: SectionFacts,
  members: readonly string[],
  [first = [], ...later]: readonly (readonly Head[])[],
): string {
  const title = (key: string) => titleIn(plan, key);
  const named = (list: readonly Head[]) =>
    list.map(({ agent, oid }) => `${title(agent)} (${oid.slice(0, 10)})`).join(', ');
  const taken = new Set([first, ...later].flat().map(({ agent }) => agent));
  const along = absorbed.filter(({ agent }) => members.includes(agent) && !taken.has(agent));
  const isIn = (key: string) => taken.has(key) || along.some(({ agent }) => agent === key);
  const out = members.filter((key) => !isIn(key)).map(title);
  return [
    `${named([...first, ...along])} merged`,
    ...later.map((list) => `later ${named(list)}`),
    ...(out.length > 0 ? [`left out: ${out.join(', ')}`] : []),
  ].join('; ');
}
