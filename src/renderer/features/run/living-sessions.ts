import type { RunView } from '../../../shared/contract/run.ts';
import type { SessionView } from '../../../shared/contract/session.ts';
import { ORCHESTRATOR } from '../../../shared/names.ts';
import { isIdle } from '../../../shared/states.ts';

export interface LivingSession {
  readonly agent: string;
  readonly title: string;
  /** Whether no turn is running. */
  readonly idle: boolean;
  readonly activity: SessionView['activity'];
}

/** The running sessions of a run in agent order, the orchestrator's last. */
export function livingSessions(run: RunView): readonly LivingSession[] {
  const all = [
    ...run.agents.map(({ name, title, session }) => ({ agent: name, title, session })),
    { agent: ORCHESTRATOR, title: 'Orchestrator', session: run.orchestrator?.session ?? null },
  ];
  return all.flatMap(({ agent, title, session }) =>
    session?.alive
      ? [{ agent, title, idle: isIdle(session.activity), activity: session.activity }]
      : [],
  );
}

/** Agents that start as soon as a slot or their inputs allow. */
export function queuedAgents(run: RunView): RunView['agents'] {
  return run.agents.filter(({ state }) => state === 'queued');
}
