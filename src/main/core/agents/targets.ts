import { predecessorOf } from '../../../shared/plan/chains.ts';
import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { CoreFailure } from '../failure.ts';
import { hasLanded, type RunFacts } from '../journal/facts.ts';
import { type StartFacts, TO_ACCEPT, type Wait, waitsOf, waitWords } from '../run/start-waits.ts';
import { unknownAgent } from '../run/unknown-agent.ts';

/** An agent that can start now. */
export interface Chosen {
  readonly key: string;
  readonly agent: Agent;
  /** The agent whose branch it continues from, when that is not merged yet. */
  readonly continuesFrom: string | null;
}

/** Agents that start now, and agents that are queued, with what they wait for. */
export interface Choice {
  readonly chosen: readonly Chosen[];
  readonly queued: readonly { readonly key: string; readonly waitsFor: string }[];
}

/** Findings that do not prevent a start: the plan may grow while agents work. */
const MAY_START = new Set(['plan/unmerged-agent']);

/**
 * The start gate, used by every way to start. Resolves names to agents; each must have all of its dependencies. Of a
 * phase, agents that can start do, and the others are queued, as are agents that continue from one started with them.
 * Unknown counts as missing. Fails with `plan.invalid`, `run.unknownTarget`, `run.unsupported`, and with `run.locked`
 * when nothing can start.
 */
export function chooseAgents(given: StartFacts, targets: readonly string[]): Choice {
  const { plan, facts } = given;
  refuseInvalid(plan);
  const keys = [...new Set(targets.flatMap((target) => agentsOf(plan, facts, target)))];
  const waiting = new Map<string, readonly Wait[]>();
  for (const key of keys) {
    const waits = waitsOf(given, key).filter(({ isSync }) => isSync || !isMade(facts, key));
    if (waits.length > 0) waiting.set(key, waits);
  }
  const ready = keys.filter((key) => !waiting.has(key));
  const named = new Set(targets);
  for (const [key, waits] of waiting) {
    const mayQueue = !named.has(key) || waits.every(({ on }) => keys.includes(on));
    if (ready.length === 0 || !mayQueue) throw lockedBy(key, waits);
  }
  return {
    chosen: ready.map((key) => choose(plan, facts, key)),
    queued: [...waiting].map(([key, waits]) => ({ key, waitsFor: waitWords(plan, waits) })),
  };
}

/** Whether an agent has a worktree, or had one when it failed. */
export function isMade(facts: RunFacts, key: string): boolean {
  const phase = facts.agents.get(key)?.worktree;
  return phase === 'ready' || phase === 'setting-up' || phase === 'failed';
}

function refuseInvalid(plan: Plan): void {
  const errors = lintPlan(plan).filter(
    (finding) => finding.severity === 'error' && !MAY_START.has(finding.rule),
  );
  if (errors.length === 0) return;
  throw new CoreFailure({
    code: 'plan.invalid',
    message: errors.map((finding) => finding.message).join('\n'),
    remedy: errors[0]?.fix ?? undefined,
    data: { findings: errors },
  });
}

/** The agents of a phase that are not merged yet. */
function agentsOf(plan: Plan, facts: RunFacts, target: string): readonly string[] {
  if (Object.hasOwn(plan.agents, target)) return [target];
  const phases = derivePhases(plan);
  const phase = phases.find((candidate) => candidate.name === target);
  if (!phase) {
    const agents = Object.keys(plan.agents);
    const known = agents.length > 0 ? [...phases.map(({ name }) => name), ...agents] : [];
    throw unknownAgent(target, known, 'phase or agent');
  }
  const other = 'Choose another phase.';
  if (phase.sync !== null && facts.syncs.get(phase.sync)?.landed) {
    const message = `The phase "${phase.name}" has landed already.`;
    throw locked({ target, message, remedy: other, missing: [] });
  }
  const open = phase.agents.filter((key) => !hasLanded(facts, key));
  if (open.length > 0) return open;
  const message = `The phase "${phase.name}" has no agents.`;
  throw locked({ target, message, remedy: other, missing: [] });
}

function choose(plan: Plan, facts: RunFacts, key: string): Chosen {
  const agent = plan.agents[key];
  if (!agent) throw new Error(`The plan has no agent ${key}`);
  if (typeof agent.runs === 'object' && !('command' in agent.runs)) {
    throw new CoreFailure({
      code: 'run.unsupported',
      message: `"${key}" works elsewhere (${JSON.stringify(agent.runs)}); such agents cannot be started here yet.`,
      data: { agent: key },
    });
  }
  const before = predecessorOf(plan, key);
  const continuesFrom = before !== null && !hasLanded(facts, before) ? before : null;
  return { key, agent, continuesFrom };
}

function lockedBy(key: string, waits: readonly Wait[]): CoreFailure {
  const names = waits.map(({ on, why }) => (why === '' ? on : `${on}, which ${why}`));
  const toFinish = waits
    .filter(({ why, remedy }) => why !== TO_ACCEPT && remedy === undefined)
    .map(({ on }) => on);
  const toAccept = waits.filter(({ why }) => why === TO_ACCEPT).map(({ on }) => on);
  const remedies = [
    ...(toFinish.length > 0 ? [`Finish ${toFinish.join(' and ')} first.`] : []),
    ...toAccept.map((agent) => `Look at the work of ${agent} and accept it: "accept ${agent}".`),
    ...waits.flatMap(({ remedy }) => remedy ?? []),
  ];
  return locked({
    target: key,
    message: `"${key}" waits for ${names.join(' and ')}.`,
    remedy: remedies.join(' '),
    missing: waits.map(({ on }) => on),
  });
}

function locked(said: {
  readonly target: string;
  readonly message: string;
  readonly remedy: string;
  readonly missing: readonly string[];
}): CoreFailure {
  const { target, message, remedy, missing } = said;
  return new CoreFailure({
    code: 'run.locked',
    message,
    remedy,
    data: { target, missing },
  });
}
