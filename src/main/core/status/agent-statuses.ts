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

/** Milliseconds after which one worktree, each time the next, is read whole whatever the watcher said. */
const ROUND = 120_000;

interface Known {
  /** Of everything that the reading rests on but the files. */
  readonly key: string;
  /** "<branch> <base oid>" of the work that was read. */
  readonly of: string;
  /** Milliseconds since the epoch, of when git was asked. */
  readonly at: number;
  readonly reading: Reading;
}

/**
 * What git says of all agents' worktrees, read again only where something may have changed: watchers say which files,
 * git is asked about those alone, two processes at a time, and one worktree every two minutes is read whole as the truth.
 */
export class AgentStatuses {
  readonly #repo: Repository;
  readonly #changed: () => void;
  readonly #known = new Map<string, Known>();
  readonly #watches = new Map<string, () => void>();
  /** What was told since the last reading; null: anything may have changed. */
  readonly #hints = new Map<string, Set<string> | null>();
  /** Worktrees that are being read in the background. */
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
   * Anything may have changed unseen, as during a sleep, everywhere or in one worktree; what is known is shown until it
   * is read again.
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
   * The facts of one agent as they are known this moment, without waiting for git; what was never read is unknown. What
   * may be out of date is read in the background, and whoever is told of changes is told when that is done.
   */
  async asKnown(where: Where): Promise<AgentGit> {
    const { facts } = where;
    const { path } = facts;
    const known = this.#known.get(path);
    const hint = this.#hints.get(path);
    // Before anything is known, the watch calls as soon as it holds: read earlier, it would have to be read twice.
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

  /** The facts of one agent, as known for sure or as git says now; `anew`: as git says now, whatever is known. */
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
    // Without a watch nobody would tell when it is out of date.
    const shown = this.#known.get(facts.path);
    const isNewest = (shown?.at ?? 0) <= at;
    if (this.#watches.has(facts.path) && isNewest) {
      this.#known.set(facts.path, { key, of: workOf(facts), at, reading });
      // It took over what the watcher had told of, and a view made meanwhile still shows the state before.
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
