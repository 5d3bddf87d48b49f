import { randomUUID } from 'node:crypto';
import type { AskDecision, AskedRequest } from '../../shared/wire/asks.ts';
import type { Held } from './hook-listener.ts';
import type { HookPayload } from './state/events.ts';

interface Open {
  readonly request: AskedRequest;
  reply(answer: object): void;
}

/** The open HTTP replies that one session waits for. Answers are never typed into its terminal. */
export class HeldAsks {
  readonly #open = new Map<string, Open>();

  readonly #onSettled: (id: string) => void;
  constructor(onSettled: (id: string) => void) {
    this.#onSettled = onSettled;
  }

  /** Holds the reply to a permission request. Its id is the argument of `answer`. */
  hold(payload: HookPayload): { readonly id: string; readonly held: Held } {
    const id = randomUUID();
    const reply = new Promise<object>((resolve) => {
      const request: AskedRequest = {
        id,
        tool: payload.tool_name ?? '',
        input: payload.tool_input ?? {},
        suggestions: payload.permission_suggestions ?? [],
        subagent: payload.agent_id ?? null,
        since: Date.now(),
      };
      this.#open.set(id, { request, reply: resolve });
    });
    return { id, held: { reply, abandoned: () => this.#drop(id) } };
  }

  /** The full request, where the list of sessions has one line. */
  request(id: string): AskedRequest | null {
    return this.#open.get(id)?.request ?? null;
  }

  /** False when the request was already answered, here or in the terminal. */
  answer(id: string, decision: AskDecision): boolean {
    const asked = this.#open.get(id);
    if (!asked) return false;
    this.#open.delete(id);
    asked.reply({ hookSpecificOutput: { hookEventName: 'PermissionRequest', decision } });
    this.#onSettled(id);
    return true;
  }

  /** Releases replies that nobody waits for any more, without a decision. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const [id, { reply }] of this.#open) {
      if (ids.has(id)) continue;
      this.#open.delete(id);
      reply({});
    }
  }

  #drop(id: string): void {
    if (this.#open.delete(id)) this.#onSettled(id);
  }
}
