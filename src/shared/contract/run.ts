import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { AGENT_STATES, GATE_STATES, NEEDS, SYNC_STATES } from '../states.ts';
import { procedure } from './base.ts';
import { feature, progress, projectId } from './common.ts';
import { contractFinding } from './contracts.ts';
import { sessionView } from './session.ts';

export const agentView = z.object({
  name: z.string(),
  title: z.string(),
  role: z.string(),
  state: z.enum(AGENT_STATES),
  needs: z.enum(NEEDS).nullable(),
  /** What an agent that has not started waits for; null for nothing: a queued agent then starts next. */
  waitsFor: z.string().nullable(),
  /** The agent it continues from. */
  continues: z.string().optional(),
  /** One line about what it is doing, asking or failed at. */
  message: z.string().nullable(),
  branch: z.string(),
  worktree: z.string().nullable(),
  /** The commit its worktree was cut from. */
  base: z.string().nullable(),
  head: z.string().nullable(),
  /** Its own commits since `base`. */
  commits: z.number().int(),
  /** The branch checked out in its worktree when that is not its own; empty for a detached HEAD. */
  onBranch: z.string().optional(),
  /** Null where git could not tell. */
  dirty: z.boolean().nullable(),
  changed: z.array(
    z.object({ path: z.string(), insertions: z.number().int(), deletions: z.number().int() }),
  ),
  insertions: z.number().int(),
  deletions: z.number().int(),
  /** Its newest own commits, newest first, at most ten. */
  recent: z.array(z.object({ oid: z.string(), subject: z.string(), at: z.number() })),
  /** Commits behind the feature branch; null when git could not tell. */
  behind: z.number().int().nullable(),
  /**
   * Milliseconds since the epoch of the last git status, while it is being refreshed; absent when the facts are
   * current.
   */
  asOf: z.number().optional(),
  /** Prompts queued until its session is idle. */
  queued: z.array(z.object({ id: z.string(), text: z.string() })),
  /** Files changed outside the agent's scope. */
  outOfScope: z.array(z.string()),
  /** Files its session changed in other folders: `owner` is an agent, `integration` or `main`. */
  strays: z.array(z.object({ owner: z.string(), path: z.string(), at: z.number() })),
  /**
   * What is missing before its sync point: a finished turn, a commit, a clean tree, its scope; and who accepted its
   * work. Null before it has a worktree and after it was merged.
   */
  ready: z
    .object({
      missing: z.array(z.enum(['turn', 'commit', 'clean', 'scope'])),
      accepted: z.enum(['person', 'rule']).nullable(),
    })
    .nullable(),
  /** When the state last changed, in milliseconds since the epoch. */
  since: z.number(),
  session: sessionView.nullable(),
});
export type AgentView = z.infer<typeof agentView>;

export const gateItem = z.object({
  id: z.string(),
  state: z.enum(GATE_STATES),
  message: z.string(),
  /** When the facts were read, while git is being asked again (see `agentView`). */
  asOf: z.number().optional(),
});
export type GateItem = z.infer<typeof gateItem>;

/** A file that would conflict; `kind` is git's class, e.g. `contents`. */
export const predictedConflict = z.object({
  path: z.string(),
  kind: z.string(),
  agents: z.array(z.string()),
});
export type PredictedConflict = z.infer<typeof predictedConflict>;

export const syncView = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(SYNC_STATES),
  merges: z.array(z.string()),
  /** The strategy shown on the button. */
  strategy: z.enum(['merge', 'squash']),
  gate: z.array(gateItem),
  commit: z.string().nullable(),
  /** Whether *Undo merge* is possible now, and if not, why. */
  undo: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
  /** The last attempt that did not land. */
  problem: z
    .object({
      kind: z.enum(['conflict', 'verify-failed', 'blocked']),
      message: z.string(),
      files: z.array(z.object({ path: z.string(), kind: z.string(), agents: z.array(z.string()) })),
      /** Agents that the search for the culprit named. */
      culprits: z.array(z.string()),
    })
    .nullable(),
  /** Commits made in the integration worktree on top of the failed candidate, which *withFix* includes. */
  fix: z.object({ commit: z.string(), commits: z.number().int() }).nullable(),
  /**
   * Predicted conflicts of a merge now, before every branch is ready: includes uncommitted work the radar knows of.
   * Absent when unknown.
   */
  predicted: z.array(predictedConflict).optional(),
  /** The branches are ready (or left-out work is) and the result of a merge is being computed. */
  predicting: z.literal(true).optional(),
  /** Agents left out of the landed merge; merging again includes them. */
  leftOut: z.array(z.string()).optional(),
  /** When it last landed, in milliseconds since the epoch. */
  landedAt: z.number().optional(),
});
export type SyncView = z.infer<typeof syncView>;

export const phaseView = z.object({
  name: z.string(),
  sync: z.string().nullable(),
  agents: z.array(z.string()),
  after: z.array(z.string()),
  /** `locked` until everything that one of its agents waits for has landed. */
  state: z.enum(['locked', 'startable', 'running', 'done']),
});
export type PhaseView = z.infer<typeof phaseView>;

/** Two agents whose changes overlap, uncommitted work included; `unknown` when that could not be read. */
export const overlap = z.object({
  agents: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      outcome: z.enum(['clean', 'conflict', 'unknown']),
      /** Findings that the two changes together would cause in a contract that merges cleanly. */
      findings: z.array(contractFinding).optional(),
    }),
  ),
});
export type Overlap = z.infer<typeof overlap>;

export const inboxItem = z.object({
  /** Stable while the same thing waits. */
  id: z.string(),
  agent: z.string().nullable(),
  sync: z.string().nullable(),
  kind: z.enum([
    'permission',
    'question',
    'first-run',
    'finished',
    'failed',
    'stray',
    'ready',
    'conflict',
  ]),
  message: z.string(),
  /** Id of the request that can be answered here; null when only the terminal can. */
  ask: z.string().nullable(),
  since: z.number(),
});
export type InboxItem = z.infer<typeof inboxItem>;

/** The session in which merges happen; `state` is null for a running plain shell. */
export const orchestratorView = agentView
  .pick({ needs: true, message: true, since: true, queued: true })
  .extend({ state: z.enum(AGENT_STATES).nullable(), session: sessionView });
export type OrchestratorView = z.infer<typeof orchestratorView>;

export const runView = z.object({
  feature: z.string(),
  featureBranch: z.string(),
  /** The commit the feature branch was cut from; null before the first start. */
  base: z.string().nullable(),
  /** The base branch, once everything that landed was merged into it; absent before. */
  mergedInto: z.string().optional(),
  /** The first phase that is not done; null when all are. */
  phase: z.string().nullable(),
  phases: z.array(phaseView),
  agents: z.array(agentView),
  syncs: z.array(syncView),
  radar: z.array(overlap),
  inbox: z.array(inboxItem),
  orchestrator: orchestratorView.nullable(),
});
export type RunView = z.infer<typeof runView>;

export const startedAgent = z.object({
  name: z.string(),
  branch: z.string(),
  /** Null until it is created. */
  worktree: z.string().nullable(),
  state: z.enum(AGENT_STATES),
  /** What a queued agent waits for. */
  waitsFor: z.string().optional(),
});
export const startResult = z.object({
  feature: z.string(),
  base: z.string(),
  /** Deviations from the plan, e.g. that the base was taken from `origin/main`. */
  notes: z.array(z.string()),
  agents: z.array(startedAgent),
});
export type StartResult = z.infer<typeof startResult>;

export const startEvent = z.union([
  progress,
  z.object({ kind: z.literal('result'), result: startResult }),
]);

/** One line of the run journal, as shown in the journal view. */
export const journalLine = z.object({
  at: z.number(),
  kind: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
});
export type JournalLine = z.infer<typeof journalLine>;

const runTarget = z.object({ project: projectId, feature });

export const runContract = {
  watch: procedure.input(runTarget).output(eventIterator(runView)),
  /** Starts a phase by its name, or single agents. Closing the stream cancels and rolls back what is half done. */
  start: procedure
    .input(
      runTarget.extend({
        targets: z.array(z.string()).min(1),
        worktreesOnly: z.boolean().optional(),
      }),
    )
    .output(eventIterator(startEvent)),
  /** Ticks or unticks a checklist item of a sync point. */
  tick: procedure
    .input(runTarget.extend({ sync: z.string(), item: z.string(), on: z.boolean() }))
    .output(z.object({ on: z.boolean() })),
  /** Accepts an agent's work as finished, or withdraws that; merges nothing. Fails with `run.notReady`. */
  accept: procedure
    .input(runTarget.extend({ agent: z.string(), on: z.boolean() }))
    .output(z.object({ on: z.boolean() })),
  journal: procedure.input(runTarget).output(eventIterator(z.array(journalLine))),
};
