import type { AgentView, RunView } from '../../../shared/contract/run.ts';
import type { LeftView } from '../../../shared/contract/session.ts';
import { defaultTitle, ORCHESTRATOR } from '../../../shared/names.ts';
import { canStartAgent } from '../run/index.ts';

/** A session that lost its terminal, as listed for the person. */
export interface LostSessionRow {
  readonly key: string;
  readonly title: string;
  /** Its kind and start time. */
  readonly facts: string;
  /** How many of its processes still run. */
  readonly running: string;
  /** False when no process is left to end; the session can then only be removed from the list. */
  readonly endable: boolean;
  /** Who or what to start again; null when it belongs to no agent that can be started. */
  readonly again: AgentView | { readonly orchestrator: 'claude' | 'shell' } | null;
}

const KINDS: Readonly<Record<LeftView['kind'], string>> = {
  claude: 'claude',
  shell: 'shell',
  sim: 'simulated agent',
  command: 'command',
  cli: 'command line',
};

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

/** Rows for lost sessions, those with running processes first; `now` in milliseconds since the epoch. */
export function lostSessionRows(
  run: RunView,
  left: readonly LeftView[],
  now: number,
): LostSessionRow[] {
  const rows = left.map((one) => lostSessionRow(run, one, now));
  return rows.toSorted(
    (a, b) => Number(b.endable) - Number(a.endable) || a.title.localeCompare(b.title),
  );
}

function lostSessionRow(run: RunView, left: LeftView, now: number): LostSessionRow {
  const { agent: key, kind, since, processes } = left;
  const agent = run.agents.find(({ name }) => name === key) ?? null;
  return {
    key,
    title: agent?.title ?? defaultTitle(key),
    facts: `${KINDS[kind]}, since ${sinceWords(since, now)}`,
    running: runningWords(processes),
    endable: processes > 0,
    again: agent ? (canStartAgent(agent) ? agent : null) : orchestratorOf(left),
  };
}

function orchestratorOf({ agent, kind }: LeftView): LostSessionRow['again'] {
  if (agent !== ORCHESTRATOR) return null;
  return { orchestrator: kind === 'claude' ? 'claude' : 'shell' };
}

/** The time of day, with the date unless it is today. */
function sinceWords(since: number, now: number): string {
  const today = new Date(since).toDateString() === new Date(now).toDateString();
  return (today ? clock : calendar).format(since);
}

/** "no process found", not "none": some systems do not report processes that left their process group. */
function runningWords(processes: number): string {
  if (processes === 0) return 'no process found';
  return processes === 1 ? '1 process still runs' : `${processes} processes still run`;
}

export function lostSessionsTitle(count: number): string {
  return count === 1 ? '1 session lost its terminal' : `${count} sessions lost their terminals`;
}
