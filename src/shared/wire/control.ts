import * as z from 'zod';
import { askDecision } from './asks.ts';

/**
 * Control messages of the session host's socket: UTF-8 JSON in `control` frames. A client sends hello, the host answers
 * welcome or refused. Calls and replies follow and, after `subscribe`, the list of sessions after every change.
 */

export const sessionKey = z.object({
  project: z.string().min(1),
  feature: z.string(),
  agent: z.string().min(1),
});
export type SessionKeyData = z.infer<typeof sessionKey>;

/** How to start a process; the host does not interpret it further. */
export const launch = z.object({
  key: sessionKey,
  kind: z.enum(['claude', 'shell', 'sim', 'command', 'cli']),
  file: z.string().min(1),
  args: z.array(z.string()),
  cwd: z.string().min(1),
  /** The whole environment, to which the host adds variables for the terminal and the hooks. */
  env: z.record(z.string(), z.string()),
  columns: z.number().int().min(20).max(1000),
  rows: z.number().int().min(5).max(1000),
  /** Folder of the CLI's session files, watched for the state; null for programs without one. */
  configDir: z.string().nullable(),
  /** The arguments contain a prompt, so a turn should follow. */
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
  /** Where the CLI's HTTP hooks are sent; each session uses its own bearer token. */
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

/** Messages a client may send. */
export const clientMessage = z.union([hello, call]);
