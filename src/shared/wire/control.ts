import * as z from 'zod';
import { askDecision } from './asks.ts';

/**
 * Control messages of the session host's socket: UTF-8 JSON in `control` frames. A client says hello, the host answers
 * welcome or refused; then calls and replies, and after `subscribe` the host's list of sessions after every change.
 */

export const sessionKey = z.object({
  project: z.string().min(1),
  feature: z.string(),
  agent: z.string().min(1),
});
export type SessionKeyData = z.infer<typeof sessionKey>;

/** Everything the host needs to know to start a process; what it means is the caller's affair. */
export const launch = z.object({
  key: sessionKey,
  kind: z.enum(['claude', 'shell', 'sim', 'command', 'cli']),
  file: z.string().min(1),
  args: z.array(z.string()),
  cwd: z.string().min(1),
  /** The whole environment; the host adds the terminal's and the hook's variables. */
  env: z.record(z.string(), z.string()),
  columns: z.number().int().min(20).max(1000),
  rows: z.number().int().min(5).max(1000),
  /** Folder of the CLI's own session files, watched for the state; null for kinds that have none. */
  configDir: z.string().nullable(),
  /** A prompt is among the arguments: a turn should follow. */
  prompted: z.boolean().optional(),
});
export type Launch = z.infer<typeof launch>;

export const hello = z.object({
  kind: z.literal('hello'),
  protocol: z.number().int(),
  version: z.string(),
});

export const welcome = z.object({
  kind: z.literal('welcome'),
  protocol: z.number().int(),
  version: z.string(),
  pid: z.number().int(),
  capabilities: z.array(z.string()),
  /** Where the CLI's HTTP hooks go; each session sends its own bearer token. */
  hookUrl: z.string(),
});
export type Welcome = z.infer<typeof welcome>;

export const refused = z.object({
  kind: z.literal('refused'),
  code: z.string(),
  message: z.string(),
});

export const call = z.discriminatedUnion('method', [
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.literal('start'),
    launch,
  }),
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.literal('stop'),
    key: sessionKey,
  }),
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.literal('prompt'),
    key: sessionKey,
    text: z.string().min(1),
  }),
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.literal('asked'),
    key: sessionKey,
    ask: z.string(),
  }),
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.literal('answer'),
    key: sessionKey,
    ask: z.string(),
    decision: askDecision,
  }),
  z.object({ kind: z.literal('call'), id: z.number().int(), method: z.literal('list') }),
  z.object({ kind: z.literal('call'), id: z.number().int(), method: z.literal('left') }),
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    method: z.literal('endLeft'),
    key: sessionKey,
  }),
  z.object({ kind: z.literal('call'), id: z.number().int(), method: z.literal('subscribe') }),
]);
export type Call = z.infer<typeof call>;

/** What a client may send. */
export const clientMessage = z.union([hello, call]);
