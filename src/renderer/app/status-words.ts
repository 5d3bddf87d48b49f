import type { RunView } from '../../shared/contract/run.ts';

type Agent = Pick<RunView['agents'][number], 'session'>;

const AT_WORK: ReadonlySet<string> = new Set(['starting', 'working', 'silent']);

/** Who works: "No session running", "2 sessions running" where none works, "3 of 6 agents at work". */
export function workWords(agents: readonly Agent[]): string {
  const alive = agents.flatMap(({ session }) => (session?.alive ? [session] : []));
  if (alive.length === 0) return 'No session running';
  const working = alive.filter(({ activity }) => AT_WORK.has(activity)).length;
  if (working > 0) return `${working} of ${agents.length} agents at work`;
  return alive.length === 1 ? '1 session running' : `${alive.length} sessions running`;
}
