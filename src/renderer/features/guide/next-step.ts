import type { AgentView, RunView, SyncView } from '../../../shared/contract/run.ts';
import { counted } from '../../../shared/count-words.ts';
import { defaultTitle } from '../../../shared/names.ts';
import { isBusy } from '../../../shared/states.ts';
import { atWork, listed, needsHelp, toAccept, toCommit, waitsForYou } from './agent-step.ts';
import type { NextStep, StepAction } from './step.ts';

/** Facts for the next step that are not in the run. */
export interface Around {
  /** Whether every sync point has verification steps. */
  readonly verified: boolean;
  /** Agents that the person left out of the next merge of a sync point. */
  leftOut(sync: SyncView): readonly string[];
  /** Whether an agent runs claude, which is not installed. */
  lacksClaude(agent: string): boolean;
}

/** The first step of a plan that has not been started; null when no phase can start. */
function firstStep(run: RunView, { lacksClaude }: Around): NextStep | null {
  const phase = run.phases.find((one) => one.state === 'startable');
  if (!phase) return null;
  const start = { kind: 'start', phase: phase.name } as const;
  const lacking = phase.agents.filter(lacksClaude);
  const [agent] = lacking;
  if (agent !== undefined) {
    return {
      words: `claude was not found on this machine. Install it, or choose "A plain shell" under Runs for ${titles(run, lacking)}. Then start ${phaseTitle(run, phase.name)}.`,
      action: { kind: 'agent', agent },
      other: start,
    };
  }
  const continues = (name: string) => {
    const before = run.agents.find((agent) => agent.name === name)?.continues;
    return before !== undefined && phase.agents.includes(before);
  };
  const first = phase.agents.filter((name) => !continues(name));
  const then = phase.agents.filter(continues);
  const own =
    first.length === 1
      ? 'works in a worktree and a terminal of its own'
      : 'work side by side, each in a worktree and a terminal of its own';
  const goesOn =
    then.length === 0
      ? ''
      : `; ${titles(run, then)} ${then.length === 1 ? 'continues' : 'continue'} from there`;
  return {
    words: `Start ${phaseTitle(run, phase.name)}: ${titles(run, first)} ${own}${goesOn}.`,
    action: start,
  };
}

/** Shown while there is no plan. */
export const WITHOUT_PLAN: NextStep = {
  words: 'Start with a plan: choose a pattern and name the feature.',
  action: { kind: 'new-plan' },
};

const EMPTY_PLAN: NextStep = {
  words: 'The plan is empty: drag a role onto the graph, or click one.',
  action: null,
};

/** The one next step of a run, derived from its facts. */
export function nextStep(run: RunView, around: Around): NextStep {
  if (run.phases.length === 0) return EMPTY_PLAN;
  const agents = current(run);
  if (run.phase === null) {
    return (
      merging(run) ??
      waitsForYou(run) ??
      failedSync(run) ??
      late(run) ??
      finished(run, around.verified)
    );
  }
  return (
    merging(run) ??
    waitsForYou(run) ??
    failedSync(run) ??
    ready(run, around) ??
    late(run) ??
    toAccept(run.agents) ??
    firstStep(run, around) ??
    needsHelp(agents, run.inbox) ??
    toCommit(agents) ??
    atWork(agents) ??
    heldUp(run)
  );
}

/** The step after the last sync point has landed. */
function finished(run: RunView, verified: boolean): NextStep {
  const leftOut = run.syncs.flatMap((sync) => sync.leftOut ?? []);
  const but = leftOut.length > 0 ? `, without ${titles(run, leftOut)}` : '';
  const removed = run.agents.every((agent) => agent.worktree === null);
  const action = { kind: 'finish' } as const;
  if (run.mergedInto !== undefined) {
    const words = `Done${but}: the feature is merged into ${run.mergedInto}.`;
    return removed
      ? {
          words: `${words} Create a new plan for the next feature.`,
          action: { kind: 'next-plan' },
          other: action,
        }
      : {
          words: `${words} Clean-up removes the worktrees.`,
          action: { kind: 'clean' },
          other: action,
        };
  }
  const done = `Done${but}: the feature is merged${verified ? ' and verified' : ''} on ${run.featureBranch}.`;
  const onwards = `${done} Finish pushes it, opens a pull request or merges it into the base`;
  return removed
    ? { words: `${onwards}.`, action }
    : { words: `${onwards}; clean-up removes the worktrees.`, action, other: { kind: 'clean' } };
}

function merging(run: RunView): NextStep | null {
  const sync = run.syncs.find((one) => one.state === 'merging' || one.state === 'verifying');
  if (!sync) return null;
  const words =
    sync.state === 'merging'
      ? `${sync.title} is being merged outside your checkout; ${run.featureBranch} has not moved yet.`
      : `The merge of ${sync.title} is being verified; ${run.featureBranch} moves when verification passes.`;
  return { words, action: show(sync) };
}

function failedSync(run: RunView): NextStep | null {
  const sync = run.syncs.find(
    (one) => one.state === 'conflict' || one.state === 'verify-failed' || isBlocked(one),
  );
  if (!sync) return null;
  if (sync.state === 'verify-failed' && sync.fix) {
    const commits = counted(sync.fix.commits, 'fix commit');
    const it = sync.fix.commits === 1 ? 'it' : 'them';
    return {
      words: `${sync.title} failed verification and has ${commits} since then: merge with ${it} to verify the result again.`,
      action: show(sync),
    };
  }
  const words =
    sync.state !== 'verify-failed'
      ? `${sync.title} has conflicts, and nothing was merged. Resolve them file by file, then merge.`
      : `Verification of ${sync.title} failed, and nothing was merged. Ask the responsible agent or fix it yourself, then merge again.`;
  return { words, action: show(sync) };
}

/** Whether the branches are ready but their merge is predicted to conflict. */
function isBlocked({ state, predicted }: SyncView): boolean {
  return state === 'ready' && (predicted?.length ?? 0) > 0;
}

function ready(run: RunView, { leftOut }: Around): NextStep | null {
  const sync = run.syncs.find((one) => one.state === 'ready' && !one.predicting);
  if (!sync) return null;
  const all = sync.merges.length;
  const taking = all - leftOut(sync).length;
  if (taking === 0) {
    return { words: `${sync.title} is ready, but every branch is left out.`, action: show(sync) };
  }
  const every = all === 1 ? 'its branch' : `its ${all} branches`;
  const branches = taking === all ? every : `${taking} of its ${all} branches`;
  return {
    words: `${sync.title} is ready: merge ${branches} into ${run.featureBranch}.`,
    action: { kind: 'merge', sync: sync.name },
  };
}

/** Agents that were left out of a landed sync point and can be merged now. */
function late(run: RunView): NextStep | null {
  for (const sync of run.syncs) {
    const out = run.agents.filter(({ name }) => sync.leftOut?.includes(name));
    const isReady = out.every(
      (agent) => !isBusy(agent) && agent.commits > 0 && agent.dirty === false,
    );
    if (sync.state !== 'done' || sync.predicting || out.length === 0 || !isReady) continue;
    const it = out.length === 1 ? 'it' : 'them';
    const landed = `${sync.title} landed without ${listed(out.map(({ title }) => title))}`;
    const conflicts = sync.predicted?.length ?? 0;
    if (conflicts > 0) {
      const files = conflicts === 1 ? 'in 1 file' : `in ${conflicts} files`;
      return {
        words: `${landed}, whose work now conflicts ${files}. Resolve the conflicts, then merge ${it} too.`,
        action: show(sync),
      };
    }
    return {
      words: `${landed}, whose work is ready: merge ${it} too.`,
      action: { kind: 'merge', sync: sync.name },
    };
  }
  return null;
}

function heldUp(run: RunView): NextStep {
  const sync = run.syncs.find((one) => one.name === run.phase);
  if (!sync) {
    const words = `No sync point merges ${phaseTitle(run, run.phase ?? '')}: add one after it.`;
    return { words, action: null };
  }
  // An item with `asOf` is being evaluated again and may change.
  const open = sync.gate.filter((one) => one.asOf === undefined && one.id !== 'contracts-valid');
  const item = open.find((one) => one.state === 'fail') ?? open.find((one) => one.state === 'open');
  if (item) return { words: `${sync.title} waits: ${item.message}`, action: show(sync) };
  const agents = run.agents.filter((one) => sync.merges.includes(one.name));
  const looked = agents.filter((one) => one.asOf !== undefined).map((one) => one.title);
  const have = looked.length === 1 ? 'has' : 'have';
  const words =
    looked.length > 0
      ? `Reading what ${listed(looked)} ${have} committed.`
      : `Predicting the merge of ${sync.title}.`;
  return { words, action: show(sync) };
}

function show(sync: SyncView): StepAction {
  return { kind: 'sync', sync: sync.name };
}

/** The agents of the current phase. */
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
