import * as z from 'zod';
import { sessionView } from '../contract/session.ts';
import { refused, sessionKey, welcome } from './control.ts';

/** Messages of the session host, apart from `control.ts` because the host itself needs only their types. */

export const hostSession = z.object({
  key: sessionKey,
  cwd: z.string(),
  view: sessionView,
});
export type HostSession = z.infer<typeof hostSession>;

/** A session of a dead host, which cannot be shown again. */
export const leftSession = z.object({
  key: sessionKey,
  cwd: z.string(),
  kind: sessionView.shape.kind,
  /** When it was started, in milliseconds since the epoch. */
  since: z.number(),
  /** Number of its processes that still run without a terminal. */
  processes: z.number().int(),
});
export type LeftSession = z.infer<typeof leftSession>;

const reply = z.discriminatedUnion('ok', [
  z.object({
    kind: z.literal('reply'),
    id: z.number().int(),
    ok: z.literal(true),
    value: z.unknown(),
  }),
  z.object({
    kind: z.literal('reply'),
    id: z.number().int(),
    ok: z.literal(false),
    code: z.string(),
    message: z.string(),
  }),
]);
export type Reply = z.infer<typeof reply>;

const sessionsChanged = z.object({
  kind: z.literal('sessions'),
  sessions: z.array(hostSession),
});

export const hostMessage = z.union([welcome, refused, reply, sessionsChanged]);
