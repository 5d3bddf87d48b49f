import type { JournalEntry } from './journal-entry.ts';

/** What the journal says of one agent. */
export interface AgentFacts {
  readonly phase: 'creating' | 'setting-up' | 'ready' | 'failed' | 'cancelled' | 'removed';
  readonly branch: string;
  readonly path: string;
  readonly base: string;
  readonly message: string | null;
  /** The person ended its session. */
  readonly stopped: boolean;
  readonly hadSession: boolean;
  /** Of the last entry about it, milliseconds since the epoch. */
  readonly at: number;
}

export interface LandedSync {
  readonly tx: string;
  readonly commit: string;
  readonly undo: string | null;
  readonly heads: readonly { readonly agent: string; readonly oid: string }[];
  readonly leftOut: readonly string[];
  readonly at: number;
}

export interface SyncProblem {
  readonly kind: 'conflict' | 'verify-failed' | 'blocked';
  readonly message: string;
  readonly files: readonly { path: string; kind: string; agents: string[] }[];
  /** What was merged when it happened. */
  readonly heads: readonly { readonly agent: string; readonly oid: string }[];
}

/** What the journal says of one sync point. */
export interface SyncFacts {
  readonly landed: LandedSync | null;
  /** The last step of a transaction that has not ended. */
  readonly step: string | null;
  readonly problem: SyncProblem | null;
  readonly ticks: ReadonlySet<string>;
}

export interface RunFacts {
  readonly cut: { readonly commit: string; readonly base: string } | null;
  readonly agents: ReadonlyMap<string, AgentFacts>;
  readonly syncs: ReadonlyMap<string, SyncFacts>;
}

export const NO_SYNC_FACTS: SyncFacts = {
  landed: null,
  step: null,
  problem: null,
  ticks: new Set(),
};

type Begin = Extract<JournalEntry, { kind: 'sync.begin' }>;

/** Folds a journal into the facts it stands for. */
export function foldJournal(entries: readonly JournalEntry[]): RunFacts {
  let cut: RunFacts['cut'] = null;
  const agents = new Map<string, AgentFacts>();
  const syncs = new Map<string, SyncFacts>();
  const begun = new Map<string, Begin>();
  const agent = (name: string, at: number, change: Partial<AgentFacts>) => {
    const known = agents.get(name);
    if (known) agents.set(name, { ...known, at, ...change });
  };
  const sync = (name: string, change: (facts: SyncFacts) => Partial<SyncFacts>) => {
    const known = syncs.get(name) ?? NO_SYNC_FACTS;
    syncs.set(name, { ...known, ...change(known) });
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case 'feature.cut':
        cut = { commit: entry.commit, base: entry.base };
        break;
      case 'phase.started':
        break;
      case 'agent.creating':
      case 'agent.created':
        agents.set(entry.agent, {
          phase: entry.kind === 'agent.creating' ? 'creating' : 'setting-up',
          branch: entry.branch,
          path: entry.path,
          base: entry.base,
          message: null,
          stopped: false,
          hadSession: agents.get(entry.agent)?.hadSession ?? false,
          at: entry.at,
        });
        break;
      case 'agent.setup':
        break;
      case 'agent.ready':
        agent(entry.agent, entry.at, { phase: 'ready', message: null });
        break;
      case 'agent.failed':
        agent(entry.agent, entry.at, { phase: 'failed', message: entry.message });
        break;
      case 'agent.cancelled':
        agent(entry.agent, entry.at, { phase: 'cancelled' });
        break;
      case 'agent.removed':
        agent(entry.agent, entry.at, { phase: 'removed' });
        break;
      case 'session.started':
        agent(entry.agent, entry.at, { stopped: false, hadSession: true });
        break;
      case 'session.stopped':
        agent(entry.agent, entry.at, { stopped: true });
        break;
      case 'tick':
        sync(entry.sync, ({ ticks }) => ({
          ticks: entry.on
            ? new Set([...ticks, entry.item])
            : new Set([...ticks].filter((item) => item !== entry.item)),
        }));
        break;
      case 'sync.begin':
        begun.set(entry.tx, entry);
        sync(entry.sync, () => ({ step: 'begin', problem: null }));
        break;
      case 'sync.step':
        sync(entry.sync, () => ({ step: entry.step }));
        break;
      case 'sync.end':
        sync(entry.sync, ({ landed }) => ({
          step: null,
          landed: entry.outcome === 'landed' ? landedOf(entry, begun.get(entry.tx)) : landed,
          problem: problemOf(entry, begun.get(entry.tx)),
        }));
        break;
      case 'sync.undoing':
        break;
      case 'sync.undone':
        sync(entry.sync, () => ({ landed: null, problem: null, step: null }));
        break;
    }
  }
  return { cut, agents, syncs };
}

type End = Extract<JournalEntry, { kind: 'sync.end' }>;

function landedOf(end: End, begin: Begin | undefined): LandedSync | null {
  if (end.commit === null) return null;
  return {
    tx: end.tx,
    commit: end.commit,
    undo: end.undo,
    heads: begin?.heads ?? [],
    leftOut: begin?.leftOut ?? [],
    at: end.at,
  };
}

function problemOf(end: End, begin: Begin | undefined): SyncProblem | null {
  const { outcome } = end;
  if (outcome !== 'conflict' && outcome !== 'verify-failed' && outcome !== 'blocked') return null;
  return {
    kind: outcome,
    message: end.message ?? '',
    files: end.files,
    heads: begin?.heads ?? [],
  };
}
