import * as z from 'zod';

/** The run journal: facts of one feature's run, append-only, one JSON line each. Nothing is stored that git can tell. */

const agent = z.string();
const sync = z.string();
/** Identifies one sync transaction. */
const tx = z.string();

export const journalEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('feature.cut'),
    branch: z.string(),
    commit: z.string(),
    base: z.string(),
    source: z.enum(['local', 'origin', 'existing']),
  }),
  z.object({
    kind: z.literal('phase.started'),
    phase: z.string(),
    agents: z.array(agent),
    /** A session follows for each agent. */
    sessions: z.boolean().optional(),
  }),
  /** Starts as soon as possible; `problem`: why a start failed, until a person starts it again. */
  z.object({
    kind: z.literal('agent.queued'),
    agent,
    worktreesOnly: z.boolean(),
    problem: z.string().optional(),
  }),
  z.object({ kind: z.literal('agent.dequeued'), agent }),
  /** Written before branch and worktree are created. */
  z.object({
    kind: z.literal('agent.creating'),
    agent,
    branch: z.string(),
    path: z.string(),
    base: z.string(),
  }),
  /** The worktree exists; set-up follows. */
  z.object({
    kind: z.literal('agent.created'),
    agent,
    branch: z.string(),
    path: z.string(),
    base: z.string(),
    /** Created by somebody else: the app must not delete its branch. */
    adopted: z.boolean().optional(),
    /** No set-up follows: it was set up before it was adopted or restored. */
    ready: z.boolean().optional(),
  }),
  /** Written before the folder is renamed, and again afterwards with its new path. */
  z.object({ kind: z.literal('agent.moving'), agent, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('agent.moved'), agent, path: z.string() }),
  z.object({ kind: z.literal('agent.setup'), agent, exit: z.number().int() }),
  z.object({ kind: z.literal('agent.ready'), agent }),
  z.object({ kind: z.literal('agent.failed'), agent, message: z.string() }),
  z.object({ kind: z.literal('agent.cancelled'), agent }),
  z.object({
    kind: z.literal('agent.removed'),
    agent,
    path: z.string(),
    trash: z.string().nullable(),
  }),
  z.object({ kind: z.literal('session.started'), agent, session: z.string() }),
  z.object({ kind: z.literal('session.stopped'), agent }),
  /** The announced session could not be started. */
  z.object({ kind: z.literal('session.failed'), agent, message: z.string() }),
  /** The session changed a file in another folder: another agent's, `integration` or `main`. */
  z.object({ kind: z.literal('session.strayed'), agent, owner: z.string(), path: z.string() }),
  /** A person accepted its work at this commit; null withdraws that. */
  z.object({ kind: z.literal('agent.accepted'), agent, head: z.string().nullable() }),
  z.object({ kind: z.literal('tick'), sync, item: z.string(), on: z.boolean() }),
  /** Written before uncommitted work of an agent is committed. */
  z.object({ kind: z.literal('sync.leftovers'), sync, agent, path: z.string() }),
  z.object({
    kind: z.literal('sync.begin'),
    sync,
    tx,
    /** The previous tip of the feature branch. */
    before: z.string(),
    heads: z.array(z.object({ agent, branch: z.string(), oid: z.string() })),
    leftOut: z.array(agent),
    overrides: z.array(z.object({ item: z.string(), reason: z.string() })),
    strategy: z.enum(['merge', 'squash']),
    /** Commits made by hand in the integration worktree on top of an earlier candidate. */
    fix: z.object({ base: z.string(), commit: z.string() }).optional(),
  }),
  /** Written before the step is executed; `data` is what resuming needs. */
  z.object({
    kind: z.literal('sync.step'),
    sync,
    tx,
    step: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  z.object({
    kind: z.literal('sync.end'),
    sync,
    tx,
    outcome: z.enum(['landed', 'conflict', 'blocked', 'verify-failed', 'cancelled', 'rolled-back']),
    commit: z.string().nullable(),
    undo: z.string().nullable(),
    message: z.string().nullable(),
    files: z.array(
      z.object({
        path: z.string(),
        kind: z.string(),
        agents: z.array(agent),
        outcome: z.enum(['clean', 'structure', 'conflict']).optional(),
      }),
    ),
    /** The agents that make verification fail, as far as the search found. */
    culprits: z.array(agent).optional(),
    /** Verification steps that passed only on retry. */
    flaky: z.array(z.string()).optional(),
    pushed: z
      .array(z.object({ branch: z.string(), ok: z.boolean(), message: z.string() }))
      .optional(),
  }),
  /** Written before the branch is moved back. */
  z.object({ kind: z.literal('sync.undoing'), sync, tx, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('sync.undone'), sync, tx, from: z.string(), to: z.string() }),
]);
export type JournalEvent = z.infer<typeof journalEvent>;

/** `at`: milliseconds since the epoch. `v`: unknown versions are refused. */
export const journalEntry = z.intersection(
  z.object({ v: z.literal(1), at: z.number() }),
  journalEvent,
);
export type JournalEntry = z.infer<typeof journalEntry>;
