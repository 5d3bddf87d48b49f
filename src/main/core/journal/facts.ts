import type { JournalEntry } from './journal-entry.ts';

interface AwaitedSession {
  /** Id of the session once it has started; null while it is only announced. */
  readonly session: string | null;
  /** When it was announced or started, in milliseconds since the epoch. */
  readonly at: number;
}

/** What the journal records about one agent. */
export interface AgentFacts {
  readonly worktree: 'creating' | 'setting-up' | 'ready' | 'failed' | 'cancelled' | 'removed';
  readonly branch: string;
  readonly path: string;
  readonly base: string;
  readonly message: string | null;
  /** A person ended its session. */
  readonly stopped: boolean;
  readonly hadSession: boolean;
  /** A session that was announced or started and may not be in the list of sessions yet. */
  readonly awaits?: AwaitedSession | undefined;
  /** The commit at which a person accepted its work. */
  readonly accepted?: string | null;
  /** Time of its last entry, in milliseconds since the epoch. */
  readonly at: number;
}

/** A file that an agent's session changed in another folder: `owner` is an agent, `integration` or `main`. */
export interface StrayFact {
  readonly agent: string;
  readonly owner: string;
  /** Relative to the owner's folder. */
  readonly path: string;
  readonly at: number;
}

export interface LandedSync {
  readonly tx: string;
  /** The previous tip of the feature branch; null when the journal does not record it. */
  readonly before: string | null;
  readonly commit: string;
  readonly undo: string | null;
  readonly heads: readonly { readonly agent: string; readonly oid: string }[];
  readonly leftOut: readonly string[];
  readonly strategy: 'merge' | 'squash';
  readonly at: number;
}

export interface SyncProblem {
  readonly kind: 'conflict' | 'verify-failed' | 'blocked';
  readonly message: string;
  readonly files: readonly { path: string; kind: string; agents: string[] }[];
  /** The merged heads, the strategy, and the resulting commit. */
  readonly heads: readonly { readonly agent: string; readonly oid: string }[];
  readonly strategy: 'merge' | 'squash';
  readonly before: string;
  readonly leftOut: readonly string[];
  /** The agents that make verification fail, as far as known. */
  readonly culprits: readonly string[];
  /** The verified candidate, without any fix; null when nothing was verified. */
  readonly candidate: string | null;
}

/** What the journal records about one sync point. */
export interface SyncFacts {
  /** All landings combined: the last one's commit with the heads of all. */
  readonly landed: LandedSync | null;
  /** The first landing, and one more for each later merge of agents left out before. */
  readonly landings: readonly LandedSync[];
  /** The last step of an unfinished transaction. */
  readonly step: string | null;
  /** That transaction is being verified. */
  readonly verifying: boolean;
  readonly problem: SyncProblem | null;
  readonly ticks: ReadonlySet<string>;
}

/** A queued agent. */
export interface QueuedStart {
  readonly worktreesOnly: boolean;
  /** Why starting it failed; it is not retried automatically. */
  readonly problem: string | null;
  readonly at: number;
}

export interface RunFacts {
  readonly cut: { readonly commit: string; readonly base: string } | null;
  readonly agents: ReadonlyMap<string, AgentFacts>;
  readonly syncs: ReadonlyMap<string, SyncFacts>;
  readonly queue: ReadonlyMap<string, QueuedStart>;
  readonly strays: readonly StrayFact[];
}

export const NO_SYNC_FACTS: SyncFacts = {
  landed: null,
  landings: [],
  step: null,
  verifying: false,
  problem: null,
  ticks: new Set(),
};

type Begin = Extract<JournalEntry, { kind: 'sync.begin' }>;

/** Folds a journal into the facts it records. */
export function foldJournal(entries: readonly JournalEntry[]): RunFacts {
  let cut: RunFacts['cut'] = null;
  const agents = new Map<string, AgentFacts>();
  const syncs = new Map<string, SyncFacts>();
  const queue = new Map<string, QueuedStart>();
  let strays: StrayFact[] = [];
  const awaited = new Map<string, AwaitedSession>();
  const begun = new Map<string, Begin>();
  const candidates = new Map<string, unknown>();
  /** Problems before a transaction began, restored when it is abandoned. */
  const before = new Map<string, SyncProblem | null>();
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
        for (const name of entry.sessions ? entry.agents : [])
          awaited.set(name, { session: null, at: entry.at });
        break;
      case 'agent.queued': {
        const { worktreesOnly, problem = null, at } = entry;
        queue.set(entry.agent, { worktreesOnly, problem, at });
        break;
      }
      case 'agent.dequeued':
        queue.delete(entry.agent);
        break;
      case 'agent.creating':
      case 'agent.created':
        queue.delete(entry.agent);
        if (entry.kind === 'agent.creating')
          strays = strays.filter(({ agent: by }) => by !== entry.agent);
        agents.set(entry.agent, {
          worktree: phaseOf(entry),
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
      case 'agent.moving':
        break;
      case 'agent.moved':
        agent(entry.agent, entry.at, { path: entry.path });
        break;
      case 'agent.ready':
        agent(entry.agent, entry.at, { worktree: 'ready', message: null });
        break;
      case 'agent.failed':
        awaited.delete(entry.agent);
        agent(entry.agent, entry.at, { worktree: 'failed', message: entry.message });
        break;
      case 'agent.cancelled':
        awaited.delete(entry.agent);
        agent(entry.agent, entry.at, { worktree: 'cancelled' });
        break;
      case 'agent.removed':
        awaited.delete(entry.agent);
        agent(entry.agent, entry.at, { worktree: 'removed' });
        break;
      case 'session.started':
        awaited.set(entry.agent, { session: entry.session, at: entry.at });
        agent(entry.agent, entry.at, { stopped: false, hadSession: true, message: null });
        break;
      case 'session.failed':
        awaited.delete(entry.agent);
        agent(entry.agent, entry.at, { message: entry.message });
        break;
      case 'session.stopped':
        awaited.delete(entry.agent);
        agent(entry.agent, entry.at, { stopped: true });
        break;
      case 'session.strayed': {
        const { agent: by, owner, path, at } = entry;
        strays.push({ agent: by, owner, path, at });
        break;
      }
      case 'agent.accepted': {
        // This entry is not an action of the agent, so the time of its last change stays.
        const known = agents.get(entry.agent);
        if (known) agents.set(entry.agent, { ...known, accepted: entry.head });
        break;
      }
      case 'tick':
        sync(entry.sync, ({ ticks }) => ({
          ticks: entry.on
            ? new Set([...ticks, entry.item])
            : new Set([...ticks].filter((item) => item !== entry.item)),
        }));
        break;
      case 'sync.leftovers':
        break;
      case 'sync.begin':
        begun.set(entry.tx, entry);
        before.set(entry.tx, syncs.get(entry.sync)?.problem ?? null);
        sync(entry.sync, () => ({ step: 'begin', verifying: false, problem: null }));
        break;
      case 'sync.step':
        if (entry.step === 'checkout') candidates.set(entry.tx, entry.data['commit']);
        sync(entry.sync, ({ verifying }) => ({
          step: entry.step,
          verifying: verifying || entry.step === 'verify',
        }));
        break;
      case 'sync.end': {
        const begin = begun.get(entry.tx);
        sync(entry.sync, ({ landings }) => ({
          step: null,
          ...landedTogether([...landings, ...landedOf(entry, begin)]),
          problem:
            entry.outcome === 'cancelled' || entry.outcome === 'rolled-back'
              ? (before.get(entry.tx) ?? null)
              : problemOf(entry, begin, candidates.get(entry.tx)),
        }));
        break;
      }
      case 'sync.undoing':
        break;
      case 'sync.undone':
        sync(entry.sync, ({ landings }) => ({
          ...landedTogether(landings.filter(({ tx }) => tx !== entry.tx)),
          problem: null,
          step: null,
        }));
        break;
    }
  }
  for (const [name, awaits] of awaited) {
    const known = agents.get(name);
    if (known) agents.set(name, { ...known, awaits });
  }
  return { cut, agents, syncs, queue, strays };
}

function phaseOf(
  entry: Extract<JournalEntry, { kind: 'agent.creating' | 'agent.created' }>,
): AgentFacts['worktree'] {
  if (entry.kind === 'agent.creating') return 'creating';
  return entry.ready ? 'ready' : 'setting-up';
}

type End = Extract<JournalEntry, { kind: 'sync.end' }>;

function landedOf(end: End, begin: Begin | undefined): LandedSync[] {
  if (end.outcome !== 'landed' || end.commit === null) return [];
  return [
    {
      tx: end.tx,
      before: begin?.before ?? null,
      commit: end.commit,
      undo: end.undo,
      heads: begin?.heads ?? [],
      leftOut: begin?.leftOut ?? [],
      strategy: begin?.strategy ?? 'merge',
      at: end.at,
    },
  ];
}

function landedTogether(landings: readonly LandedSync[]): Pick<SyncFacts, 'landed' | 'landings'> {
  const last = landings.at(-1);
  if (!last) return { landed: null, landings };
  return { landed: { ...last, heads: landings.flatMap(({ heads }) => heads) }, landings };
}

function problemOf(end: End, begin: Begin | undefined, candidate: unknown): SyncProblem | null {
  const { outcome } = end;
  if (outcome !== 'conflict' && outcome !== 'verify-failed' && outcome !== 'blocked') return null;
  const verified = begin?.fix?.base ?? candidate;
  return {
    kind: outcome,
    message: end.message ?? '',
    files: end.files,
    heads: begin?.heads ?? [],
    strategy: begin?.strategy ?? 'merge',
    before: begin?.before ?? '',
    leftOut: begin?.leftOut ?? [],
    culprits: end.culprits ?? [],
    candidate: typeof verified === 'string' ? verified : null,
  };
}

/** The squash commits of these sync points, each with the heads it contains. */
export function squashesOf(
  { syncs }: RunFacts,
  names: readonly string[],
): readonly { readonly commit: string; readonly tips: readonly string[] }[] {
  const landings = names.flatMap((name) => syncs.get(name)?.landings ?? []);
  return landings
    .filter(({ strategy }) => strategy === 'squash')
    .map(({ commit, heads }) => ({ commit, tips: heads.map(({ oid }) => oid) }));
}

/** Whether a sync point has merged an agent's work. */
export function hasLanded(facts: RunFacts, agent: string): boolean {
  return [...facts.syncs.values()].some((sync) =>
    sync.landed?.heads.some((head) => head.agent === agent),
  );
}
