import type { Repository } from '../git/repository.ts';
import { type AgentGit, type Reading, readAgentGit, updateAgentGit } from './agent-git.ts';
import type { AgentFacts } from './fold.ts';
import { type ChangeHint, watchWorktree } from './worktree-watch.ts';

/** Milliseconds after which one worktree, each time the next, is read whole whatever the watcher said. */
const ROUND = 60_000;

interface Known {
  readonly key: string;
  readonly reading: Reading;
}

/**
 * What git says of all agents' worktrees, read again only where something may have changed: watchers say which files,
 * git is asked about those alone, two processes at a time, and one worktree a minute is read whole as the truth.
 */
export class AgentStatuses {
  readonly #repo: Repository;
  readonly #changed: () => void;
  readonly #known = new Map<string, Known>();
  readonly #watches = new Map<string, () => void>();
  /** What was told since the last reading; null: anything may have changed. */
  readonly #hints = new Map<string, Set<string> | null>();
  #round: NodeJS.Timeout | undefined;
  #next = 0;

  constructor(repo: Repository, changed: () => void) {
    this.#repo = repo;
    this.#changed = changed;
  }

  /** Watches exactly these worktrees from now on. */
  watch(paths: ReadonlySet<string>): void {
    for (const [path, stop] of this.#watches) {
      if (paths.has(path)) continue;
      stop();
      this.#watches.delete(path);
      this.#known.delete(path);
    }
    for (const path of paths) {
      if (!this.#watches.has(path))
        this.#watches.set(
          path,
          watchWorktree(path, (hint) => this.#told(path, hint)),
        );
    }
    if (paths.size > 0) this.#round ??= this.#goRound();
    else {
      clearInterval(this.#round);
      this.#round = undefined;
    }
  }

  /** Forgets everything: the next reading asks git about every worktree whole. */
  forget(): void {
    this.#known.clear();
  }

  close(): void {
    this.watch(new Set());
    this.forget();
  }

  /** The facts of one agent, as known or as git says now. */
  async read(facts: AgentFacts, feature: string | null): Promise<AgentGit> {
    const key = [facts.branch, facts.base, facts.phase, facts.at, feature].join(' ');
    const known = this.#known.get(facts.path);
    const hint = this.#hints.get(facts.path);
    const same = known?.key === key;
    if (same && hint?.size === 0) return known.reading.git;
    this.#hints.set(facts.path, new Set());
    const reading = await this.#readNow({ facts, feature }, same ? known : undefined, hint);
    // Without a watch nobody would tell when it is out of date.
    if (this.#watches.has(facts.path) && reading.git.there)
      this.#known.set(facts.path, { key, reading });
    return reading.git;
  }

  async #readNow(
    where: { readonly facts: AgentFacts; readonly feature: string | null },
    known: Known | undefined,
    hint: Set<string> | null | undefined,
  ): Promise<Reading> {
    const before = known?.reading ?? null;
    if (before && hint) {
      const updated = await updateAgentGit(where, before, [...hint]);
      if (updated) return updated;
    }
    return readAgentGit(this.#repo, where, before);
  }

  #told(path: string, hint: ChangeHint): void {
    const waiting = this.#hints.get(path);
    if (hint === null || waiting === null) this.#hints.set(path, null);
    else this.#hints.set(path, new Set([...(waiting ?? []), ...hint]));
    this.#changed();
  }

  #goRound(): NodeJS.Timeout {
    const timer = setInterval(() => {
      const paths = [...this.#watches.keys()];
      const path = paths[this.#next % Math.max(1, paths.length)];
      this.#next += 1;
      if (path !== undefined) this.#told(path, null);
    }, ROUND);
    return timer.unref();
  }
}
