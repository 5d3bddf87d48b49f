import type * as z from 'zod';
import type {
  agentFields,
  optionsFields,
  planFields,
  runsSchema,
  syncFields,
  verifyStepSchema,
} from './schema.ts';

/** The plan of one feature as plain data. The file format is `schema.ts`, the rules are `lint.ts` and `edit.ts`. */

export type AgentKey = string;
export type SyncKey = string;

/** As parsed data is used here: never changed in place. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/** What works on an agent's branch: a session of ours, or somebody elsewhere. */
export type Runs = Frozen<z.infer<typeof runsSchema>>;

/** What a session of `claude` is started with beside its briefing; other keys are kept and mean nothing here. */
export type AgentOptions = Frozen<z.infer<typeof optionsFields>> & {
  readonly [other: string]: unknown;
};

export type Agent = Omit<Frozen<z.infer<typeof agentFields>>, 'options'> & {
  readonly options?: AgentOptions;
};

export type VerifyStep = Frozen<z.infer<typeof verifyStepSchema>>;

export type Sync = Frozen<z.infer<typeof syncFields>>;

export type Plan = Omit<Frozen<z.infer<typeof planFields>>, 'agents' | 'syncs'> & {
  readonly agents: Readonly<Record<AgentKey, Agent>>;
  readonly syncs: Readonly<Record<SyncKey, Sync>>;
};

/** The agents between two sync points. Derived, never stored. */
export interface Phase {
  /** The key of the sync point that closes it, or `tail-1`, `tail-2`, … */
  readonly name: string;
  readonly sync: SyncKey | null;
  readonly agents: readonly AgentKey[];
  /** Sync points that must have landed before any of its agents starts. */
  readonly after: readonly SyncKey[];
}

/** One line the linter says. `node` is an agent or sync key; `line` is 1-based where the text is known. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly node: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly fix: string | null;
}

/** The unit of edit, of undo and of persistence. */
export type PlanChange =
  | {
      readonly kind: 'addAgent';
      readonly key: AgentKey;
      readonly agent: Agent;
      /** The sync point that takes it up; null leaves it in a tail. */
      readonly sync: SyncKey | null;
    }
  | {
      readonly kind: 'updateAgent';
      readonly key: AgentKey;
      /** Given fields replace; null removes. */
      readonly set: { readonly [F in keyof Agent]?: Agent[F] | null };
    }
  | { readonly kind: 'renameAgent'; readonly key: AgentKey; readonly to: AgentKey }
  | { readonly kind: 'removeAgent'; readonly key: AgentKey }
  /** Moves an agent into the phase of a sync point, rewiring `merges` and `after`. */
  | { readonly kind: 'moveAgent'; readonly key: AgentKey; readonly sync: SyncKey }
  /** Adds an agent or moves one (`agent` absent) into a new phase after the last, closed by a new sync point. */
  | {
      readonly kind: 'addPhase';
      readonly sync: SyncKey;
      readonly key: AgentKey;
      readonly agent?: Agent;
      /** The sync points the new phase waits for. */
      readonly after: readonly SyncKey[];
    }
  | { readonly kind: 'addSync'; readonly key: SyncKey; readonly sync: Sync }
  | {
      readonly kind: 'updateSync';
      readonly key: SyncKey;
      readonly set: { readonly [F in keyof Sync]?: Sync[F] | null };
    }
  | { readonly kind: 'renameSync'; readonly key: SyncKey; readonly to: SyncKey }
  | { readonly kind: 'removeSync'; readonly key: SyncKey }
  /** Agent to sync (merges), sync to agent or agent to agent (after). */
  | { readonly kind: 'connect'; readonly from: string; readonly to: string }
  | { readonly kind: 'disconnect'; readonly from: string; readonly to: string }
  | { readonly kind: 'setBase'; readonly base: string }
  | { readonly kind: 'setAccept'; readonly accept: NonNullable<Plan['accept']> };

/** Why an edit was refused; the plan stays as it was. */
export type PlanEditFailure =
  | { readonly code: 'plan.cycle'; readonly path: readonly string[] }
  | { readonly code: 'plan.needsSync'; readonly node: string; readonly agents: readonly string[] }
  | { readonly code: 'plan.duplicateName'; readonly name: string }
  | { readonly code: 'plan.unknownNode'; readonly name: string }
  | { readonly code: 'plan.invalidName'; readonly name: string; readonly reserved: boolean }
  /** Several phases wait for the sync point: none of them can take its agents up. */
  | { readonly code: 'plan.severalWait'; readonly sync: string }
  /** The plan would have an error that it has not now. */
  | { readonly code: 'plan.wouldBreak'; readonly rule: string; readonly message: string }
  | {
      readonly code: 'plan.invalidEdge';
      readonly from: string;
      readonly to: string;
      readonly reason: 'sync-to-sync' | 'self' | 'exists' | 'absent';
    };
