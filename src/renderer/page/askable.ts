import type { RunView } from '../../shared/contract/run.ts';
import { ORCHESTRATOR } from '../../shared/names.ts';
import type { Plan } from '../../shared/plan/model.ts';
import { isClaudeMissing, runsClaude } from './claude.ts';
import { useWorkspace } from './workspace.ts';

interface Known {
  /** Null while the plan is unreadable; then every agent counts as running claude. */
  readonly plan: Pick<Plan, 'agents'> | null;
  readonly run: Pick<RunView, 'agents' | 'orchestrator'> | null;
  /** Whether claude is not installed, so that no session can be started. */
  readonly isMissing: boolean;
}

/** Whether an agent or the orchestrator can be given a prompt. Only claude reads prompts. */
export function askable(name: string, { plan, run, isMissing }: Known): boolean {
  if (!runsClaude(plan?.agents[name])) return false;
  const session =
    name === ORCHESTRATOR
      ? run?.orchestrator?.session
      : run?.agents.find((agent) => agent.name === name)?.session;
  return session?.alive ? session.kind !== 'shell' : !isMissing;
}

/** `askable` for the current project, plan and run. */
export function useAskable(): (name: string) => boolean {
  const run = useWorkspace((state) => state.run);
  const plan = useWorkspace((state) => state.plan?.plan ?? null);
  const isMissing = useWorkspace((state) => isClaudeMissing(state.project?.checks ?? []));
  return (name) => askable(name, { plan, run, isMissing });
}
