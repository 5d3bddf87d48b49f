import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CoreFailure } from '../failure.ts';
import type { Repository } from '../git/repository.ts';
import { type Journal, journalPath, openJournal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';

/** What the journals record about one agent's worktree. */
export interface OwnedWorktree {
  readonly feature: string;
  readonly agent: string;
  readonly branch: string;
  readonly path: string;
  /** The commit its branch was cut from. */
  readonly base: string;
  /** `creating`: not finished. `gone`: cancelled or removed. */
  readonly state: 'creating' | 'created' | 'gone';
  /** The commit of its branch that a sync point merged, and the resulting commit. */
  readonly landed: { readonly oid: string; readonly commit: string } | null;
  /** Created by somebody else: its branch must stay. */
  readonly adopted: boolean;
  /** The target of an unfinished move, or null. */
  readonly moving: string | null;
}

/** The worktrees in one journal, by agent. */
export function foldWorktrees(
  feature: string,
  entries: readonly JournalEntry[],
): ReadonlyMap<string, OwnedWorktree> {
  const found = new Map<string, OwnedWorktree>();
  const heads = new Map<string, readonly { agent: string; oid: string }[]>();
  const landed = new Map<string, { agent: string; oid: string; commit: string }[]>();
  for (const entry of entries) {
    if (entry.kind === 'agent.creating' || entry.kind === 'agent.created') {
      const { agent, branch, path, base } = entry;
      const state = entry.kind === 'agent.creating' ? 'creating' : 'created';
      const adopted = entry.kind === 'agent.created' && entry.adopted === true;
      const facts = { feature, agent, branch, path, base, adopted };
      found.set(agent, { ...facts, state, landed: null, moving: null });
    } else if (entry.kind === 'agent.moving') {
      const known = found.get(entry.agent);
      if (known) found.set(entry.agent, { ...known, moving: entry.to });
    } else if (entry.kind === 'agent.moved') {
      const known = found.get(entry.agent);
      if (known) found.set(entry.agent, { ...known, path: entry.path, moving: null });
    } else if (entry.kind === 'agent.cancelled' || entry.kind === 'agent.removed') {
      const known = found.get(entry.agent);
      if (known) found.set(entry.agent, { ...known, state: 'gone' });
    } else if (entry.kind === 'sync.begin') heads.set(entry.tx, entry.heads);
    else if (entry.kind === 'sync.end' && entry.outcome === 'landed' && entry.commit !== null) {
      const { commit } = entry;
      landed.set(
        entry.tx,
        (heads.get(entry.tx) ?? []).map((head) => ({ ...head, commit })),
      );
    } else if (entry.kind === 'sync.undone') landed.delete(entry.tx);
  }
  for (const { agent, oid, commit } of [...landed.values()].flat()) {
    const known = found.get(agent);
    if (known) found.set(agent, { ...known, landed: { oid, commit } });
  }
  return found;
}

/** All journals of a repository with their worktrees; names the unreadable ones. */
export async function readOwners(repo: Repository): Promise<{
  readonly owned: readonly OwnedWorktree[];
  readonly journals: ReadonlyMap<string, Journal>;
  readonly unreadable: readonly string[];
}> {
  const folder = dirname(journalPath(repo.commonDir, 'any'));
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'));
  const owned: OwnedWorktree[] = [];
  const journals = new Map<string, Journal>();
  const unreadable: string[] = [];
  for (const name of names) {
    const feature = name.slice(0, -'.jsonl'.length);
    const journal = openJournal(repo.commonDir, feature);
    try {
      owned.push(...foldWorktrees(feature, await journal.read()).values());
      journals.set(feature, journal);
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
      unreadable.push(feature);
    }
  }
  return { owned, journals, unreadable };
}
