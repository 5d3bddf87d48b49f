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
  kind: z.enum(['claude', 'shell', 'sim', 'command']),
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
  /** Files that it changed outside of the folder it works in. */
  strays: z.array(z.object({ path: z.string(), at: z.number() })).default([]),
});
export type SessionView = z.infer<typeof sessionView>;

const agentTarget = z.object({ project: projectId, feature, agent: z.string() });

export const sessionContract = {
  /** Starts (again) the session of an agent whose worktree exists. */
  start: procedure.input(agentTarget).output(sessionView),
  /** Ends a session: interrupt, TERM, KILL, at most 5 s; files stay. */
  stop: procedure.input(agentTarget).output(z.object({ stopped: z.boolean() })),
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
  /** A plain shell in the integration worktree (or the main checkout before one exists). */
  orchestrator: procedure.input(z.object({ project: projectId, feature })).output(sessionView),
};
