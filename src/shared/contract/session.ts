import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { NEEDS } from '../states.ts';
import { askDecision, askedRequest } from '../wire/asks.ts';
import { procedure } from './base.ts';
import { feature, projectId } from './common.ts';

/** A process in a PTY, hosted outside the app. */
export const sessionView = z.object({
  /** Unique for the life of its host; terminal frames carry it. */
  id: z.number().int(),
  agent: z.string(),
  kind: z.enum(['claude', 'shell', 'sim', 'command', 'cli']),
  pid: z.number().int(),
  alive: z.boolean(),
  /** Derived from what the process reports; see the session reducer. */
  activity: z.enum([
    'starting',
    'working',
    'needs-you',
    'finished',
    'interrupted',
    'turn-error',
    'login-lost',
    'rate-limited',
    'usage-limit',
    'silent',
    'unknown',
    'exited',
  ]),
  needs: z.enum(NEEDS).nullable(),
  /** One line: the question, the waiting command, or the last message. */
  message: z.string().nullable(),
  title: z.string().nullable(),
  /** Milliseconds since the epoch. */
  since: z.number(),
  exit: z
    .object({ code: z.number().nullable(), signal: z.number().nullable(), asked: z.boolean() })
    .nullable(),
  /** The oldest request that can be answered here; null when only the terminal can. */
  ask: z.string().nullable().default(null),
  /** Number of open requests. */
  asks: z.number().int().default(0),
  /** Background tasks left running by the last turn. */
  background: z.number().int().default(0),
  /** The source of the state; `file` for a CLI whose hooks are disabled. */
  source: z.enum(['hooks', 'file', 'title', 'process']).default('process'),
  /** The CLI's id of the conversation, and its transcript file. */
  conversation: z.string().nullable().default(null),
  transcript: z.string().nullable().default(null),
  /** Output since a viewer last showed it. */
  unseen: z.enum(['nothing', 'output', 'bell']).default('nothing'),
  /** Files it changed outside its folder. */
  strays: z.array(z.object({ path: z.string(), at: z.number() })).default([]),
});
export type SessionView = z.infer<typeof sessionView>;

/** A session whose host died, or that was running when the system went down. Its terminal cannot be restored. */
export const leftView = sessionView.pick({ agent: true, kind: true }).extend({
  /** When it was started, in milliseconds since the epoch. */
  since: z.number(),
  /** Number of its processes that still run without a terminal. */
  processes: z.number().int(),
});
export type LeftView = z.infer<typeof leftView>;

/** `problem` says why the host could not be asked; the last known sessions stay listed. */
export const leftSessions = z.object({
  sessions: z.array(leftView),
  problem: z.string().nullable(),
});
export type LeftSessions = z.infer<typeof leftSessions>;

/** Characters: a system prompt is passed as one command-line argument. */
const LONGEST_TASK = 40_000;

export const briefing = z.object({
  facts: z.string(),
  task: z.string(),
  generated: z.string(),
  edited: z.boolean(),
  stale: z.boolean(),
});
export type BriefingView = z.infer<typeof briefing>;

/** The meaning of `/name` in a prompt. */
export const slashCommand = z.object({
  name: z.string(),
  kind: z.enum(['command', 'skill']),
  description: z.string(),
});
export type SlashCommand = z.infer<typeof slashCommand>;

/** An earlier conversation in an agent's worktree, other than the one it would continue. */
export const foundConversation = z.object({
  agent: z.string(),
  conversation: z.string(),
  /** The beginning of its first prompt. */
  prompt: z.string(),
  /** When it was last used, in milliseconds since the epoch. */
  at: z.number(),
  bytes: z.number(),
});
export type FoundConversation = z.infer<typeof foundConversation>;

/** A background session of the CLI itself, in a folder of this project. */
export const foundBackground = z.object({
  id: z.string(),
  name: z.string(),
  cwd: z.string(),
  /** State as the CLI names it. */
  state: z.string(),
});
export type FoundBackground = z.infer<typeof foundBackground>;

const agentTarget = z.object({ project: projectId, feature, agent: z.string() });

export const sessionContract = {
  /** Starts or restarts the session of an agent whose worktree exists. */
  start: procedure.input(agentTarget).output(sessionView),
  /** Ends a session: interrupt, TERM, KILL, within 5 s. Files stay. */
  stop: procedure.input(agentTarget).output(z.object({ stopped: z.boolean() })),
  /**
   * Continues a copy of an agent's conversation in a new session of the same worktree; the original stays. Fails with
   * `session.noConversation`.
   */
  fork: procedure.input(agentTarget).output(sessionView),
  /**
   * Sends a prompt to an agent's session: at once when it is idle, otherwise as soon as it is; starts the session if
   * necessary. Fails with `session.takesNoPrompt` for shells and demo agents.
   */
  ask: procedure
    .input(agentTarget.extend({ text: z.string().min(1) }))
    .output(z.object({ state: z.enum(['sent', 'queued', 'started']) })),
  /** The full request of a session; null when it was answered meanwhile. */
  asked: procedure
    .input(agentTarget.extend({ ask: z.string() }))
    .output(z.object({ request: askedRequest.nullable() })),
  /** Answers it through the held HTTP reply, never by typing. False when it was answered meanwhile. */
  answer: procedure
    .input(agentTarget.extend({ ask: z.string(), decision: askDecision }))
    .output(z.object({ answered: z.boolean() })),
  /** Withdraws a queued prompt. */
  unask: procedure
    .input(agentTarget.extend({ id: z.string() }))
    .output(z.object({ removed: z.boolean() })),
  /**
   * The briefing of an agent's next start: generated `facts`, and its `task`, which a person may have edited. `stale`:
   * the generated text has changed since that edit.
   */
  briefing: procedure.input(agentTarget).output(briefing),
  /** Stores the task for the next start; null restores the generated one. */
  setBriefing: procedure
    .input(agentTarget.extend({ task: z.string().max(LONGEST_TASK).nullable() }))
    .output(briefing),
  /** Slash commands and skills of the project, for use in a prompt. */
  commands: procedure
    .input(z.object({ project: projectId }))
    .output(z.object({ commands: z.array(slashCommand) })),
  /** Sessions found besides the app's own; `problem` says why the CLI could not be asked. */
  found: procedure.input(z.object({ project: projectId, feature })).output(
    z.object({
      conversations: z.array(foundConversation),
      background: z.array(foundBackground),
      problem: z.string().nullable(),
    }),
  ),
  /**
   * Continues such a conversation at the agent's next start. Fails with `session.running`, `session.noConversation`.
   */
  adopt: procedure
    .input(agentTarget.extend({ conversation: z.string() }))
    .output(z.object({ adopted: z.string() })),
  /** Attaches a terminal to such a background session; closing it leaves the session running. */
  attach: procedure
    .input(z.object({ project: projectId, feature, id: z.string() }))
    .output(sessionView),
  /**
   * The session in which merges happen: `claude`, briefed on the whole plan, in the integration worktree, or a plain
   * shell there (in the main checkout before the worktree exists). Fails with `session.running` when a shell is running
   * and claude is wanted.
   */
  orchestrator: procedure
    .input(z.object({ project: projectId, feature, runs: z.enum(['claude', 'shell']) }))
    .output(sessionView),
  /** Sessions of a feature left by earlier hosts. Starting one again also ends its remaining processes. */
  left: procedure
    .input(z.object({ project: projectId, feature }))
    .output(eventIterator(leftSessions)),
  /**
   * Ends the remaining processes of such a session within 5 s and forgets it; false when there were none. Files stay.
   */
  endLeft: procedure.input(agentTarget).output(z.object({ ended: z.boolean() })),
};
