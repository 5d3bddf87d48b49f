import type { AgentView } from '../../../shared/contract/run.ts';
import { titleIn } from '../../../shared/names.ts';
import { predecessorOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { isBusy } from '../../../shared/states.ts';
import { hasLanded, type RunFacts } from '../journal/facts.ts';
import { type Lacking, lackingSyncs } from './lacking-syncs.ts';
import type { ProjectContext } from './project-context.ts';

/** A dependency that an agent still waits for. */
export interface Wait {
  /** A sync point that has not landed, or the agent it continues from. */
  readonly on: string;
  readonly isSync: boolean;
  /** The reason, to follow its name; empty for a sync point. */
  readonly why: string;
  /** What to do, when finishing the dependency is not enough. */
  readonly remedy?: string;
}

/** The reason for an agent that needs only a person's acceptance. */
export const TO_ACCEPT = 'is to be accepted';

type Work = Pick<AgentView, 'state' | 'worktree' | 'head' | 'ready'>;

/** The facts for starting agents. `work` has the agents' current state. */
export interface StartFacts {
  readonly plan: Plan;
  readonly facts: RunFacts;
  readonly work: ReadonlyMap<string, Work>;
  /** See `lackingSyncs`. */
  readonly lacking: ReadonlyMap<string, Lacking>;
}

/** Collects the facts for starting agents; reads git and sessions if any agent continues from another. */
export async function startFacts(
  project: ProjectContext,
  plan: Plan,
  facts: RunFacts,
): Promise<StartFacts> {
  const chained = Object.keys(plan.agents).some((key) => predecessorOf(plan, key) !== null);
  const { agents } = chained ? await project.run(plan.feature).freshView() : { agents: [] };
  const work = new Map(agents.map((agent) => [agent.name, agent]));
  const headOf = (agent: string) => work.get(agent)?.head ?? null;
  const lacking = await lackingSyncs(project.repo, { plan, facts }, headOf);
  return { plan, facts, work, lacking };
}

/**
 * What an agent still waits for: sync points to land, and its predecessor to be finished, accepted and built upon those
 * sync points, unless the predecessor has landed. Unknown counts as missing.
 */
export function waitsOf({ plan, facts, work, lacking }: StartFacts, key: string): readonly Wait[] {
  const after = plan.agents[key]?.after ?? [];
  const isThere = (name: string) =>
    Object.hasOwn(plan.syncs, name) || Object.hasOwn(plan.agents, name);
  const [unknown] = after.filter((name) => !isThere(name));
  if (unknown !== undefined) return [{ on: unknown, isSync: false, why: 'is not in the plan' }];
  const syncs = after
    .filter((name) => Object.hasOwn(plan.syncs, name) && !facts.syncs.get(name)?.landed)
    .map((on): Wait => ({ on, isSync: true, why: '' }));
  const before = predecessorOf(plan, key);
  if (before === null || hasLanded(facts, before)) return syncs;
  const lacks = lacking.get(key);
  if (lacks) {
    const names = lacks.syncs.map((sync) => titleIn(plan, sync)).join(' and ');
    const why = `does not hold ${names}`;
    return [...syncs, { on: before, isSync: false, why, remedy: lacks.remedy }];
  }
  const why = whyNotContinue(work.get(before));
  return why === null ? syncs : [...syncs, { on: before, isSync: false, why }];
}

function whyNotContinue(before: Work | undefined): string | null {
  if (!before || before.state === 'not-started') return 'has not started';
  if (before.state === 'queued') return 'is queued itself';
  if (before.worktree === null || !before.ready) return 'has no worktree';
  if (before.ready.accepted) return null;
  const missing = before.ready.missing.filter((fact) => fact !== 'turn');
  if (isBusy(before)) return 'is still at work';
  if (missing.includes('commit')) return 'has no commit yet';
  if (missing.includes('clean')) return 'has uncommitted work';
  if (missing.includes('scope')) return 'changed files outside its scope';
  return TO_ACCEPT;
}

/** "Phase 1 and Three, which is to be accepted". */
export function waitWords(plan: Plan, waits: readonly Wait[]): string {
  const title = (key: string) => titleIn(plan, key);
  return waits
    .map(({ on, why }) => (why === '' ? title(on) : `${title(on)}, which ${why}`))
    .join(' and ');
}
