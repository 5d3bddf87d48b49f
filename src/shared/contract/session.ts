import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import { NEEDS } from '../states.ts';
import { askDecision, askedRequest } from '../wire/asks.ts';
import { procedure } from './base.ts';
import { feature, projectId } from './common.ts';

/** A process in a PTY, hosted outside the app. */
export const sessionView = z.object({
  /** Numbers a session for the life of its host; the terminal frames carry it. */
  id: z.number().int(),
  agent: z.string(),
  kind: z.enum(['claude', 'shell', 'sim', 'command', 'cli']),
  pid: z.number().int(),
  alive: z.boolean(),
  /** What the process says of itself; see the session reducer. */
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
  /** The question, the command that waits, the last message: one line. */
  message: z.string().nullable(),
  title: z.string().nullable(),
  /** Milliseconds since the epoch. */
  since: z.number(),
  exit: z
    .object({ code: z.number().nullable(), signal: z.number().nullable(), asked: z.boolean() })
    .nullable(),
  /** The oldest request whose reply can be given from here; null where only the terminal can. */
  ask: z.string().nullable().default(null),
  /** How many requests wait. */
  asks: z.number().int().default(0),
  /** Background tasks that the last turn left running. */
  background: z.number().int().default(0),
  /** What the state is derived from; `file` of a CLI whose hooks are disabled. */
  source: z.enum(['hooks', 'file', 'title', 'process']).default('process'),
  /** The CLI's own name for the conversation and the file it keeps it in. */
  conversation: z.string().nullable().default(null),
  transcript: z.string().nullable().default(null),
  /** What it printed since a viewer last showed it. */
  unseen: z.enum(['nothing', 'output', 'bell']).default('nothing'),
  /** Files that it changed outside of the folder it works in. */
  strays: z.array(z.object({ path: z.string(), at: z.number() })).default([]),
});
export type SessionView = z.infer<typeof sessionView>;

/** A session whose host died, or that ran when the system went down: its terminal is gone for good. */
export const leftView = sessionView.pick({ agent: true, kind: true }).extend({
  /** When it was started, in milliseconds since the epoch. */
  since: z.number(),
  /** How many of its processes still run, without a terminal. */
  processes: z.number().int(),
});
export type LeftView = z.infer<typeof leftView>;

/** `problem` says why the host could not be asked; what was known last stays listed. */
export const leftSessions = z.object({
  sessions: z.array(leftView),
  problem: z.string().nullable(),
});
export type LeftSessions = z.infer<typeof leftSessions>;

/** Characters: a system prompt is one argument of a command line. */
const LONGEST_TASK = 40_000;

export const briefing = z.object({
  facts: z.string(),
  task: z.string(),
  generated: z.string(),
  edited: z.boolean(),
  stale: z.boolean(),
});
export type BriefingView = z.infer<typeof briefing>;

/** What `/name` in a prompt stands for. */
export const slashCommand = z.object({
  name: z.string(),
  kind: z.enum(['command', 'skill']),
  description: z.string(),
});
export type SlashCommand = z.infer<typeof slashCommand>;

/** An earlier conversation of an agent's worktree that is not the one it would go on with. */
export const foundConversation = z.object({
  agent: z.string(),
  conversation: z.string(),
  /** How its first prompt begins. */
  prompt: z.string(),
  /** Milliseconds since the epoch, of the last word. */
  at: z.number(),
  bytes: z.number(),
});
export type FoundConversation = z.infer<typeof foundConversation>;

/** A session that the CLI itself runs in the background, in a folder of this project. */
export const foundBackground = z.object({
  id: z.string(),
  name: z.string(),
  cwd: z.string(),
  /** In the CLI's own word. */
  state: z.string(),
});
export type FoundBackground = z.infer<typeof foundBackground>;

const agentTarget = z.object({ project: projectId, feature, agent: z.string() });

export const sessionContract = {
  /** Starts (again) the session of an agent whose worktree exists. */
  start: procedure.input(agentTarget).output(sessionView),
  /** Ends a session: interrupt, TERM, KILL, at most 5 s; files stay. */
  stop: procedure.input(agentTarget).output(z.object({ stopped: z.boolean() })),
  /**
   * Goes on in a copy of an agent's conversation, in a new session of the same worktree; the conversation itself stays.
   * Fails with `session.noConversation`.
   */
  fork: procedure.input(agentTarget).output(sessionView),
  /**
   * Gives a prompt to an agent's session: at once when it is idle, else as soon as it is; a session that is not there
   * is started with it. Fails with `session.takesNoPrompt` for shells and demo agents.
   */
  ask: procedure
    .input(agentTarget.extend({ text: z.string().min(1) }))
    .output(z.object({ state: z.enum(['sent', 'queued', 'started']) })),
  /** What a session asks for, in full; null when it was answered meanwhile. */
  asked: procedure
    .input(agentTarget.extend({ ask: z.string() }))
    .output(z.object({ request: askedRequest.nullable() })),
  /** Answers it, never by typing; false when it was answered meanwhile. */
  answer: procedure
    .input(agentTarget.extend({ ask: z.string(), decision: askDecision }))
    .output(z.object({ answered: z.boolean() })),
  /** Takes a waiting prompt back. */
  unask: procedure
    .input(agentTarget.extend({ id: z.string() }))
    .output(z.object({ removed: z.boolean() })),
  /**
   * What an agent's next start tells it: `facts` of where it is, and its `task`, which a person may have written anew.
   * `stale`: since then what would be generated has changed.
   */
  briefing: procedure.input(agentTarget).output(briefing),
  /** Writes the task for the next start; null goes back to the generated one. */
  setBriefing: procedure
    .input(agentTarget.extend({ task: z.string().max(LONGEST_TASK).nullable() }))
    .output(briefing),
  /** Slash commands and skills of the project, for a prompt. */
  commands: procedure
    .input(z.object({ project: projectId }))
    .output(z.object({ commands: z.array(slashCommand) })),
  /** What was found beside the app's own sessions; `problem` says why the CLI could not be asked. */
  found: procedure.input(z.object({ project: projectId, feature })).output(
    z.object({
      conversations: z.array(foundConversation),
      background: z.array(foundBackground),
      problem: z.string().nullable(),
    }),
  ),
  /** Goes on with such a conversation at the agent's next start. Fails with `session.running`, `session.noConversation`. */
  adopt: procedure
    .input(agentTarget.extend({ conversation: z.string() }))
    .output(z.object({ adopted: z.string() })),
  /** A terminal onto such a background session; ending it leaves the session running. */
  attach: procedure
    .input(z.object({ project: projectId, feature, id: z.string() }))
    .output(sessionView),
  /**
   * The session where merges happen: `claude`, briefed on the whole plan, in the integration worktree, or a plain shell
   * there (in the main checkout before that exists). Fails with `session.running` when a shell lives and claude is wanted.
   */
  orchestrator: procedure
    .input(z.object({ project: projectId, feature, runs: z.enum(['claude', 'shell']) }))
    .output(sessionView),
  /** What earlier hosts left of a feature's sessions. Starting one of them again ends what is left of it, too. */
  left: procedure
    .input(z.object({ project: projectId, feature }))
    .output(eventIterator(leftSessions)),
  /** Ends what still runs of such a session, at most 5 s, and forgets it; false when nothing did. Files stay. */
  endLeft: procedure.input(agentTarget).output(z.object({ ended: z.boolean() })),
};
