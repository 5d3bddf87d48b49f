import { isDeepStrictEqual } from 'node:util';
import { inBackground } from '../git/background.ts';
import type { Repository } from '../git/repository.ts';
import type { AgentFacts } from '../journal/facts.ts';
import { log } from '../log.ts';
import {
  type AgentGit,
  hasWorktree,
  type Reading,
  readAgentGit,
  unread,
  updateAgentGit,
  type Where,
} from './agent-git.ts';
import { type ChangeHint, watchWorktree } from './worktree-watch.ts';

/** Milliseconds after which one worktree, in turn, is read in full, whatever the watcher reported. */
const ROUND = 120_000;

interface Known {
  /** Identifies everything the reading depends on, except the files. */
  readonly key: string;
  /** "<branch> <base oid>": the work that was read. */
  readonly of: string;
  /** When git was asked, in milliseconds since the epoch. */
  readonly at: number;
  readonly reading: Reading;
}

/**
 * The git status of all agents' worktrees, read only where something may have changed: watchers report files, git is
 * asked about those only, two processes at a time, and one worktree every two minutes is read in full as a safeguard.
 */
export class AgentStatuses {
  readonly #repo: Repository;
  readonly #changed: () => void;
  readonly #known = new Map<string, Known>();
  readonly #watches = new Map<string, () => void>();
  /** Reported changes since the last reading; null: anything may have changed. */
  readonly #hints = new Map<string, Set<string> | null>();
  /** Worktrees being read in the background. */
  readonly #underway = new Set<string>();
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
      this.#hints.delete(path);
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

  /**
   * Anything may have changed unnoticed (e.g. during sleep), everywhere or in one worktree. The known status is shown
   * until it is read again.
   */
  suspect(only?: string): void {
    for (const path of only === undefined ? this.#watches.keys() : [only])
      if (this.#watches.has(path)) this.#hints.set(path, null);
  }

  close(): void {
    this.watch(new Set());
    this.#known.clear();
  }

  /**
   * The known status of one agent, without waiting for git; unknown if it was never read. Outdated parts are read in
   * the background, and subscribers are notified afterwards.
   */
  async asKnown(where: Where): Promise<AgentGit> {
    const { facts } = where;
    const { path } = facts;
    const known = this.#known.get(path);
    const hint = this.#hints.get(path);
    // The watcher calls once it is active; reading before that would have to be repeated.
    const begun = known !== undefined || hint !== undefined;
    const isCurrent = known?.key === keyOf(where) && hint?.size === 0;
    if (begun && !isCurrent) this.#readSoon(where);
    const there = known?.reading.git.there || (await hasWorktree(facts));
    if (known?.of === workOf(facts) && known.reading.git.there === there) {
      const { git } = known.reading;
      return begun && !isCurrent ? { ...git, asOf: known.at } : git;
    }
    return unread({ there, head: null, commits: 0 }).git;
  }

  #readSoon(where: Where): void {
    const { path } = where.facts;
    if (this.#underway.has(path)) return;
    this.#underway.add(path);
    inBackground('later', () => this.read(where))
      // Reporting a failure here would make listeners retry in a loop.
      .then(
        () => true,
        (thrown) => {
          log.error(`${path} could not be read`, thrown);
          return false;
        },
      )
      .then((told) => {
        this.#underway.delete(path);
        if (told) this.#changed();
      });
  }

  /** The status of one agent: known for certain or read now; `anew`: read now in any case. */
  async read(where: Where, { anew = false }: { readonly anew?: boolean } = {}): Promise<AgentGit> {
    const { facts } = where;
    const key = keyOf(where);
    const known = this.#known.get(facts.path);
    const hint = this.#hints.get(facts.path);
    const same = known?.key === key;
    if (same && hint?.size === 0 && !anew) return known.reading.git;
    const at = Date.now();
    this.#hints.set(facts.path, new Set());
    const reading = anew
      ? await readAgentGit(this.#repo, where)
      : await this.#readNow(where, same ? known : undefined, hint);
    // Without a watcher nobody reports when it is outdated.
    const shown = this.#known.get(facts.path);
    const isNewest = (shown?.at ?? 0) <= at;
    if (this.#watches.has(facts.path) && isNewest) {
      this.#known.set(facts.path, { key, of: workOf(facts), at, reading });
      // It consumed the watcher's reports, and a view composed meanwhile still shows the previous state.
      if (anew && !isDeepStrictEqual(shown?.reading.git, reading.git)) this.#changed();
    }
    return reading.git;
  }

  async #readNow(
    where: Where,
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

function workOf({ branch, base }: AgentFacts): string {
  return `${branch} ${base}`;
}

function keyOf({ facts, feature, continues }: Where): string {
  return [workOf(facts), facts.worktree, facts.at, feature, continues].join(' ');
}
