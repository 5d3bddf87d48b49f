import type { AgentView, RunView, SyncView } from '../../../shared/contract/run.ts';
import { defaultTitle } from '../../../shared/names.ts';
import type { AgentState } from '../../../shared/states.ts';

/** What the button beside the words does. */
export type StepAction =
  | { readonly kind: 'start'; readonly phase: string }
  | { readonly kind: 'terminal'; readonly agent: string }
  | { readonly kind: 'merge'; readonly sync: string }
  | { readonly kind: 'sync'; readonly sync: string }
  | { readonly kind: 'finish' }
  | { readonly kind: 'clean' };

export interface NextStep {
  readonly words: string;
  /** Null while there is nothing to do but watch. */
  readonly action: StepAction | null;
  /** What else can be done now. */
  readonly other?: StepAction;
}

const BUSY: readonly AgentState[] = ['queued', 'setting-up', 'starting', 'working'];
const BROKEN: readonly AgentState[] = ['crashed', 'failed', 'turn-error', 'interrupted', 'stopped'];

/** Whether any phase of a run has been started. */
export function isStarted(run: RunView): boolean {
  return run.phases.some((phase) => phase.state === 'running' || phase.state === 'done');
}

/** The first thing to do in a plan that has not been started; null where no phase can start. */
export function firstStep(run: RunView): NextStep | null {
  const phase = run.phases.find((one) => one.state === 'startable');
  if (!phase) return null;
  const names = titles(run, phase.agents);
  const alone = phase.agents.length === 1;
  return {
    words: `Start ${phaseTitle(run, phase.name)}: ${names} ${alone ? 'works in a worktree and a terminal of its own' : 'work side by side, each in a worktree and a terminal of its own'}.`,
    action: { kind: 'start', phase: phase.name },
  };
}

/** The one next step of a run, from its facts alone; null where there is nothing to say. */
export function nextStep(run: RunView, plan: { readonly verified: boolean }): NextStep | null {
  if (run.phases.length === 0) return null;
  if (run.phase === null) return finished(run, plan.verified);
  return (
    merging(run) ??
    waitsForYou(run) ??
    failedSync(run) ??
    ready(run) ??
    firstStep(run) ??
    broken(run) ??
    busy(run) ??
    heldUp(run)
  );
}

/** After the last sync point has landed. */
export function finished(run: RunView, verified: boolean): NextStep {
  const done = `Done: the feature is merged${verified ? ' and verified' : ''} on ${run.featureBranch}.`;
  const onwards = `${done} Finish pushes it, opens a pull request or merges it into the base`;
  const action = { kind: 'finish' } as const;
  const removed = run.agents.every((agent) => agent.worktree === null);
  return removed
    ? { words: `${onwards}.`, action }
    : { words: `${onwards}; clean-up removes the worktrees.`, action, other: { kind: 'clean' } };
}

function merging(run: RunView): NextStep | null {
  const sync = run.syncs.find((one) => one.state === 'merging' || one.state === 'verifying');
  if (!sync) return null;
  const words =
    sync.state === 'merging'
      ? `${sync.title} is being merged beside your checkout; ${run.featureBranch} has not moved yet.`
      : `${sync.title} is merged on trial and being verified; ${run.featureBranch} moves when that passes.`;
  return { words, action: show(sync) };
}

function waitsForYou(run: RunView): NextStep | null {
  const agent = run.agents
    .filter((one) => one.state === 'needs-you')
    .toSorted((a, b) => a.since - b.since)[0];
  if (!agent) return null;
  const action = { kind: 'terminal', agent: agent.name } as const;
  switch (agent.needs) {
    case 'permission':
      return {
        words: `${agent.title} asks for permission: answer y or n in its terminal.`,
        action,
      };
    case 'first-run':
      return { words: `${agent.title} needs setting up, once, in its terminal.`, action };
    case 'question':
    case null:
      return { words: `${agent.title} asks something: answer in its terminal.`, action };
  }
}

function failedSync(run: RunView): NextStep | null {
  const sync = run.syncs.find((one) => one.state === 'conflict' || one.state === 'verify-failed');
  if (!sync) return null;
  const words =
    sync.state === 'conflict'
      ? `${sync.title} conflicts, and nothing was merged. Resolve settles it file by file, then it merges.`
      : `Verification of ${sync.title} failed, and nothing was merged. Ask whose work it is, or correct it, then merge again.`;
  return { words, action: show(sync) };
}

function ready(run: RunView): NextStep | null {
  const sync = run.syncs.find((one) => one.state === 'ready');
  if (!sync) return null;
  const branches = sync.merges.length === 1 ? 'its branch' : `its ${sync.merges.length} branches`;
  return {
    words: `${sync.title} is ready: merge ${branches} into ${run.featureBranch}.`,
    action: { kind: 'merge', sync: sync.name },
  };
}

function broken(run: RunView): NextStep | null {
  const agent = current(run).find((one) => BROKEN.includes(one.state));
  if (!agent) return null;
  return {
    words: `${agent.title} is no longer at work. Restart it, or commit in its worktree by hand.`,
    action: { kind: 'terminal', agent: agent.name },
  };
}

function busy(run: RunView): NextStep | null {
  const agents = current(run).filter((one) => BUSY.includes(one.state));
  if (agents.length === 0) return null;
  const names = agents.map((one) => one.title);
  const work =
    agents.length === 1 ? 'works in a worktree of its own' : 'work in their own worktrees';
  return { words: `${listed(names)} ${work}. Watch them in the terminals.`, action: null };
}

function heldUp(run: RunView): NextStep | null {
  const sync = run.syncs.find((one) => one.name === run.phase);
  if (!sync) return null;
  const item = sync.gate.find((one) => one.state === 'fail') ?? sync.gate[0];
  return {
    words: item ? `${sync.title} waits: ${item.message}` : `${sync.title} waits for its agents.`,
    action: show(sync),
  };
}

function show(sync: SyncView): StepAction {
  return { kind: 'sync', sync: sync.name };
}

/** The agents of the phase that is on now. */
function current(run: RunView): readonly AgentView[] {
  const names = run.phases.find((phase) => phase.name === run.phase)?.agents ?? [];
  return run.agents.filter((agent) => names.includes(agent.name));
}

function phaseTitle(run: RunView, phase: string): string {
  return run.syncs.find((sync) => sync.name === phase)?.title ?? defaultTitle(phase);
}

function titles(run: RunView, agents: readonly string[]): string {
  return listed(
    agents.map((name) => run.agents.find((agent) => agent.name === name)?.title ?? name),
  );
}

/** "Designer, Data and QA"; past three names, how many there are. */
function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.length} agents`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
