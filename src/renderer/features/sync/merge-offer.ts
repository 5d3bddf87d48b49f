import type { AgentView, SyncView } from '../../../shared/contract/run.ts';
import type { Decisions } from './gate.ts';

interface Asked {
  readonly sync: Pick<SyncView, 'state' | 'merges' | 'leftOut'>;
  readonly agents: readonly Pick<AgentView, 'name' | 'title' | 'head' | 'state'>[];
  readonly decisions: Pick<Decisions, 'leaveOut'>;
  /** Gate items that keep the gate closed. */
  readonly open: readonly { readonly message: string }[];
}

export interface MergeOffer {
  /** Keys of the agents in the next merge. */
  readonly taking: readonly string[];
  /** Whether at least one of them has a branch; without one there is nothing to preview, verify or review. */
  readonly begun: boolean;
  /** A sentence that says why no merge is possible now; null when one can be tried. */
  readonly refusal: string | null;
}

/** Agents that the next merge of a sync point could include, and those that it does include. */
export function comingIn(
  sync: Asked['sync'],
  { leaveOut }: Asked['decisions'],
): { readonly coming: readonly string[]; readonly taking: readonly string[] } {
  const coming = sync.state === 'done' ? (sync.leftOut ?? []) : sync.merges;
  return { coming, taking: coming.filter((name) => !leaveOut.includes(name)) };
}

/** What the next merge of a sync point includes, and whether it can be tried. */
export function mergeOffer({ sync, agents, decisions, open }: Asked): MergeOffer {
  const { coming, taking } = comingIn(sync, decisions);
  const merging = agents.filter(({ name }) => taking.includes(name));
  const begun = merging.some(({ head }) => head !== null);
  return { taking, begun, refusal: refusalOf() };

  function refusalOf(): string | null {
    if (coming.length === 0) return 'There is nothing to merge.';
    if (taking.length === 0) return 'Every branch is left out.';
    const fresh = merging.filter(({ state }) => state === 'not-started');
    if (!begun && fresh.length === merging.length) {
      return `Not started yet: ${fresh.map(({ title }) => title).join(', ')}.`;
    }
    if (!begun) return 'No branch has a commit yet.';
    const closed = open.length > 0 && (sync.state === 'waiting' || sync.state === 'done');
    return closed ? openWords(open) : null;
  }
}

/** "Open: Without a commit: QA.", or the number of open items. */
export function openWords(open: Asked['open']): string {
  return open.length === 1 ? `Open: ${open[0]?.message}` : `${open.length} items are open.`;
}
