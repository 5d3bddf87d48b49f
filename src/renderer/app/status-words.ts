import type { RunView } from '../../shared/contract/run.ts';

type Session = Pick<NonNullable<RunView['agents'][number]['session']>, 'alive' | 'activity'>;

interface Sessions {
  readonly agents: readonly { readonly session: Session | null }[];
  readonly orchestrator: { readonly session: Session } | null;
}

const AT_WORK: ReadonlySet<string> = new Set(['starting', 'working', 'silent']);

/** "No session running", "2 sessions running" if none is working, else "3 of 6 agents working". */
export function workWords(run: Sessions | null): string {
  const agents = run?.agents ?? [];
  const alive = agents.flatMap(({ session }) => (session?.alive ? [session] : []));
  const working = alive.filter(({ activity }) => AT_WORK.has(activity)).length;
  if (working > 0) return `${working} of ${agents.length} agents working`;
  const running = alive.length + (run?.orchestrator?.session.alive ? 1 : 0);
  if (running === 0) return 'No session running';
  return running === 1 ? '1 session running' : `${running} sessions running`;
}
