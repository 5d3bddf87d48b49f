import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { CoreFailure } from '../failure.ts';
import type { RunFacts } from './fold.ts';

/** An agent that may start now. */
export interface Chosen {
  readonly key: string;
  readonly agent: Agent;
  /** Name of the agent whose branch it continues from, when that is not merged yet. */
  readonly continuesFrom: string | null;
}

/** An agent that no sync point merges yet can start: the plan may grow while it works. */
const MAY_START = new Set(['plan/unmerged-agent']);

/**
 * The start gate, the same for every way to start: names become agents, and each must have all it waits for (AND).
 * What is unknown counts as missing. Fails with `plan.invalid`, `run.unknownTarget`, `run.locked`, `run.unsupported`.
 */
export function chooseAgents(
  plan: Plan,
  facts: RunFacts,
  targets: readonly string[],
): readonly Chosen[] {
  const errors = lintPlan(plan).filter(
    (finding) => finding.severity === 'error' && !MAY_START.has(finding.rule),
  );
  if (errors.length > 0) {
    throw new CoreFailure({
      code: 'plan.invalid',
      message: errors.map((finding) => finding.message).join('\n'),
      remedy: errors[0]?.fix ?? 'Correct the plan.',
      data: { findings: errors },
      exit: 1,
    });
  }
  const keys = targets.flatMap((target) => agentsOf(plan, facts, target));
  return [...new Set(keys)].map((key) => choose(plan, facts, key));
}

/** A phase stands for its agents that are not merged yet and do not continue from one that still has to work. */
function agentsOf(plan: Plan, facts: RunFacts, target: string): readonly string[] {
  if (Object.hasOwn(plan.agents, target)) return [target];
  const phase = derivePhases(plan).find((candidate) => candidate.name === target);
  if (!phase) {
    const known = [...derivePhases(plan).map(({ name }) => name), ...Object.keys(plan.agents)];
    throw new CoreFailure({
      code: 'run.unknownTarget',
      message: `The plan has no phase or agent named "${target}".`,
      remedy: `Name one of: ${known.join(', ')}.`,
      data: { target, known },
      exit: 2,
    });
  }
  if (phase.sync !== null && facts.syncs.get(phase.sync)?.landed) {
    throw locked(phase.name, `The phase "${phase.name}" has landed already.`, []);
  }
  const first = phase.agents.filter((key) => {
    const waits = plan.agents[key]?.after ?? [];
    return !waits.some((name) => phase.agents.includes(name) && !facts.agents.has(name));
  });
  if (first.length > 0) return first;
  throw locked(phase.name, `The phase "${phase.name}" has no agents.`, []);
}

function choose(plan: Plan, facts: RunFacts, key: string): Chosen {
  const agent = plan.agents[key];
  if (!agent) throw new Error(`The plan has no agent ${key}`);
  const waits = agent.after ?? [];
  const missing = waits.filter((name) =>
    Object.hasOwn(plan.syncs, name)
      ? !facts.syncs.get(name)?.landed
      : facts.agents.get(name)?.phase !== 'ready',
  );
  if (missing.length > 0) {
    throw locked(key, `"${key}" waits for ${missing.join(', ')}.`, missing);
  }
  if (typeof agent.runs === 'object' && !('command' in agent.runs)) {
    throw new CoreFailure({
      code: 'run.unsupported',
      message: `"${key}" works elsewhere (${JSON.stringify(agent.runs)}); such agents cannot be started here yet.`,
      remedy: 'Let it run as claude, shell, sim or a command.',
      data: { agent: key },
      exit: 1,
    });
  }
  const continuesFrom = waits.find((name) => Object.hasOwn(plan.agents, name)) ?? null;
  return { key, agent, continuesFrom };
}

function locked(target: string, message: string, missing: readonly string[]): CoreFailure {
  return new CoreFailure({
    code: 'run.locked',
    message,
    remedy: missing.length > 0 ? `Finish ${missing.join(' and ')} first.` : 'Choose another phase.',
    data: { target, missing },
    exit: 1,
  });
}
