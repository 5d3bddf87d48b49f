import { titleIn } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import type { LandedSync, RunFacts } from '../journal/facts.ts';
import type { CurrentSection } from '../merge/current-md.ts';

/** What became of the contracts, in lines by sync point. */
export type ContractLogs = ReadonlyMap<string, readonly string[]>;

type Head = LandedSync['heads'][number];

/** What a section is written from. */
interface SectionFacts {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly contracts: ContractLogs;
  /** Agents whose work came in with that of another, at the commits where they are. */
  readonly absorbed: readonly Head[];
}

/**
 * The managed section of `plans/CURRENT.md` as it stands once `sync` has landed with these heads: one line per
 * phase, and under it one per contract that it changed.
 * Named after the feature, so that several features can share the file.
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

/** The landings with one more. Whoever was merged before and has gone on since counts where it came in last. */
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
