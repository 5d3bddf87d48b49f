import type * as z from 'zod';
import type {
  agentFields,
  optionsFields,
  planFields,
  runsSchema,
  syncFields,
  verifyStepSchema,
} from './schema.ts';

/**
 * The plan of one feature as plain data. See `schema.ts` for the file format, `lint.ts` and `edit.ts` for the rules.
 */

export type AgentKey = string;
export type SyncKey = string;

/** Deeply readonly version of parsed data. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/** What works on an agent's branch: a session of the app, or something external. */
export type Runs = Frozen<z.infer<typeof runsSchema>>;

/** Options with which `claude` is started; unknown keys are kept and ignored. */
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
  /** The key of the sync point at its end, or `tail-1`, `tail-2`, … */
  readonly name: string;
  readonly sync: SyncKey | null;
  readonly agents: readonly AgentKey[];
  /** Sync points that must land before any of its agents starts. */
  readonly after: readonly SyncKey[];
}

/**
 * One message of the linter. `node` is the key of an agent or sync point; `line` is 1-based, where the text is known.
 */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly node: string | null;
  readonly line: number | null;
  readonly message: string;
  readonly fix: string | null;
}

/** The unit of editing and persistence. */
export type PlanChange =
  | {
      readonly kind: 'addAgent';
      readonly key: AgentKey;
      readonly agent: Agent;
      /** The sync point that merges it; null for a tail. */
      readonly sync: SyncKey | null;
    }
  | {
      readonly kind: 'updateAgent';
      readonly key: AgentKey;
      /** Replaces the given fields; null removes a field. */
      readonly set: { readonly [F in keyof Agent]?: Agent[F] | null };
    }
  | { readonly kind: 'renameAgent'; readonly key: AgentKey; readonly to: AgentKey }
  | { readonly kind: 'removeAgent'; readonly key: AgentKey }
  /** Moves an agent into the phase of a sync point by changing `merges` and `after`. */
  | { readonly kind: 'moveAgent'; readonly key: AgentKey; readonly sync: SyncKey }
  /** Adds an agent, or moves an existing one (`agent` absent), into a new last phase with a new sync point. */
  | {
      readonly kind: 'addPhase';
      readonly sync: SyncKey;
      readonly key: AgentKey;
      readonly agent?: Agent;
      /** The sync points that the new phase waits for. */
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
  /** Agent to sync point (`merges`), or anything to an agent (`after`). */
  | { readonly kind: 'connect'; readonly from: string; readonly to: string }
  | { readonly kind: 'disconnect'; readonly from: string; readonly to: string }
  | { readonly kind: 'setBase'; readonly base: string }
  | { readonly kind: 'setAccept'; readonly accept: NonNullable<Plan['accept']> };

/** Why an edit was refused; the plan is unchanged. */
export type PlanEditFailure =
  | { readonly code: 'plan.cycle'; readonly path: readonly string[] }
  | { readonly code: 'plan.needsSync'; readonly node: string; readonly agents: readonly string[] }
  | { readonly code: 'plan.duplicateName'; readonly name: string }
  | { readonly code: 'plan.unknownNode'; readonly name: string }
  | { readonly code: 'plan.invalidName'; readonly name: string; readonly reserved: boolean }
  /** Several phases wait for the sync point, so it is unclear which one takes its agents. */
  | { readonly code: 'plan.severalWait'; readonly sync: string }
  /** The edit would introduce an error. */
  | { readonly code: 'plan.wouldBreak'; readonly rule: string; readonly message: string }
  | {
      readonly code: 'plan.invalidEdge';
      readonly from: string;
      readonly to: string;
      readonly reason: 'sync-to-sync' | 'self' | 'exists' | 'absent';
    };
