import type { RunView } from '../../../shared/contract/run.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { runsClaude } from '../../page/claude.ts';

interface Known {
  /** Null while it cannot be read: then everybody is taken to run claude. */
  readonly plan: Pick<Plan, 'agents'> | null;
  readonly run: Pick<RunView, 'agents' | 'orchestrator'> | null;
  /** Whether claude is not there, so that no session of it can be started. */
  readonly isMissing: boolean;
}

/** Whether a prompt can be given to an agent, or the orchestrator: only claude reads what is typed into it. */
export function askable(name: string, { plan, run, isMissing }: Known): boolean {
  if (!runsClaude(plan?.agents[name])) return false;
  const session =
    name === ORCHESTRATOR
      ? run?.orchestrator?.session
      : run?.agents.find((agent) => agent.name === name)?.session;
  return session?.alive ? session.kind !== 'shell' : !isMissing;
}
