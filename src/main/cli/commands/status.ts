import type { Command } from 'commander';
import type {
  AgentView,
  Overlap,
  PredictedConflict,
  RunView,
  SyncView,
} from '../../../shared/contract/run.ts';
import { counted } from '../../../shared/count-words.ts';
import { stateWords } from '../../../shared/states.ts';
import { conflictsOf } from '../../core/run/inbox.ts';
import { withPlan } from '../context.ts';
import { type Answer, type CommonOptions, print } from '../output.ts';
import { type Run, sub } from '../program.ts';

export function statusCommand(program: Command, run: Run): void {
  sub(program, 'status [path]', 'show the state of every agent and sync point').action(run(status));
}

async function status(options: CommonOptions): Promise<Answer> {
  return withPlan(options, async ({ project, feature }) => {
    await project.sessions.refresh();
    const view = await project.run(feature).view();
    print(options, statusJson(view), [
      `${view.feature}: ${view.phase === null ? 'all phases are done' : `in ${view.phase}`}`,
      ...view.agents.map(agentLine),
      ...view.syncs.map(syncLine),
      ...view.radar.map(
        (found) =>
          `overlap of ${found.agents.join(' and ')}: ${found.files.map(overlapWords).join(', ')}`,
      ),
    ]);
    return 0;
  });
}

/** Files that prevent the merge. Predicted overlaps of unfinished work are listed separately. */
function heldBy(sync: SyncView): readonly PredictedConflict[] {
  return sync.state === 'conflict' || sync.state === 'done' ? conflictsOf(sync) : [];
}

/** "phase-1: conflict, in conflict: a.txt (data and backend)" */
function syncLine(sync: SyncView): string {
  const facts = [
    stateWords(sync.state),
    sync.commit?.slice(0, 10) ?? '',
    sync.leftOut ? `left out: ${sync.leftOut.join(', ')}` : '',
    heldBy(sync)
      .map(({ path, agents }) => `in conflict: ${path} (${agents.join(' and ')})`)
      .join(', '),
  ];
  return `${sync.name}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

function overlapWords({ path, outcome, findings = [] }: Overlap['files'][number]): string {
  const found = findings.map((one) => `; ${one.path}: ${one.message}`).join('');
  return `${path} (${outcome}${found})`;
}

function agentLine(agent: AgentView): string {
  const facts = [
    stateWords(agent.state),
    agent.needs ? `waits for: ${agent.needs}` : '',
    agent.waitsFor ? `waits for ${agent.waitsFor}` : '',
    agent.message ?? '',
    agent.commits > 0 ? counted(agent.commits, 'commit') : '',
    agent.worktree && agent.dirty !== false ? 'uncommitted work' : '',
    agent.worktree ?? '',
  ];
  return `${agent.name}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

function statusJson(view: RunView): unknown {
  return {
    feature: view.feature,
    phase: view.phase,
    agents: view.agents.map((agent) => ({
      name: agent.name,
      state: agent.state,
      needs: agent.needs,
      branch: agent.branch,
      worktree: agent.worktree,
      head: agent.head,
      commits: agent.commits,
      // Unknown counts as not clean.
      dirty: agent.dirty !== false,
      session: agent.session,
      ...(agent.state === 'queued' && agent.waitsFor ? { waitsFor: agent.waitsFor } : {}),
      ...(agent.message === null ? {} : { message: agent.message }),
    })),
    syncs: view.syncs.map((sync) => ({
      name: sync.name,
      state: sync.state,
      commit: sync.commit,
      ...(sync.leftOut ? { leftOut: sync.leftOut } : {}),
      ...(heldBy(sync).length > 0 ? { conflicts: heldBy(sync) } : {}),
    })),
    radar: view.radar,
  };
}
