import * as z from 'zod';

/** What the reducer takes in. `at` is milliseconds since the epoch. */

/** The fields of a hook's payload that the state depends on; all others are ignored. */
export const hookPayload = z.looseObject({
  hook_event_name: z.string(),
  session_id: z.string().optional().catch(undefined),
  transcript_path: z.string().optional().catch(undefined),
  prompt: z.string().optional().catch(undefined),
  tool_name: z.string().optional().catch(undefined),
  tool_input: z.record(z.string(), z.unknown()).optional().catch(undefined),
  permission_suggestions: z.array(z.unknown()).optional().catch(undefined),
  notification_type: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  last_assistant_message: z.string().optional().catch(undefined),
  background_tasks: z.array(z.unknown()).optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  agent_id: z.string().optional().catch(undefined),
});
export type HookPayload = z.infer<typeof hookPayload>;

/** The CLI's own status file of a session. */
export const statusFile = z.looseObject({
  status: z.string(),
  sessionId: z.string().optional().catch(undefined),
  startedAt: z.number().optional().catch(undefined),
  waitingFor: z.string().optional().catch(undefined),
  statusUpdatedAt: z.number().optional().catch(undefined),
});
export type StatusFile = z.infer<typeof statusFile>;

/** What the CLI has printed since a prompt that has not begun a turn. */
export interface Printed {
  /** One line, with invisible characters escaped; null when nothing was printed. */
  readonly words: string | null;
  /** Whether the text carries the CLI's bullet, which its banner does not. */
  readonly answers: boolean;
}
export type ScreenEvent = Printed & { readonly kind: 'screen'; readonly at: number };

export type StateEvent =
  /** `ask` identifies a permission request whose reply is held open. */
  | {
      readonly kind: 'hook';
      readonly at: number;
      readonly payload: HookPayload;
      readonly ask?: string;
    }
  /** We answered a held request, or the CLI stopped waiting for it. */
  | { readonly kind: 'settled'; readonly at: number; readonly ask: string }
  | { readonly kind: 'file'; readonly at: number; readonly file: StatusFile }
  | { readonly kind: 'title'; readonly at: number; readonly title: string }
  /** A prompt was sent: at the start, or typed by us. */
  | { readonly kind: 'given'; readonly at: number }
  | ScreenEvent
  /** `visible`: text is on the screen, not only queries to the terminal. */
  | { readonly kind: 'output'; readonly at: number; readonly visible?: boolean }
  | { readonly kind: 'tick'; readonly at: number }
  | {
      readonly kind: 'exit';
      readonly at: number;
      readonly code: number | null;
      readonly signal: number | null;
      readonly asked: boolean;
      /** The last output of a program that exited before it reported anything. */
      readonly tail?: string | null;
    };
