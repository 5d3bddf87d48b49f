import type { Overlap, RunView } from '../../../shared/contract/run.ts';
import { featureBranch } from '../../../shared/names.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { log } from '../log.ts';
import type { ProjectContext } from '../project/context.ts';
import { findOverlaps } from '../radar/overlaps.ts';
import { type AgentGit, readAgentGit } from './agent-git.ts';
import { deliverPrompts, promptQueue } from './ask.ts';
import { type AgentFacts, foldJournal, type RunFacts } from './fold.ts';
import { type Journal, openJournal } from './journal.ts';
import { composeRunView } from './run-view.ts';
import { conflictsSettled } from './settled-conflicts.ts';
import { undoReason } from './undo.ts';
import { watchWorktree } from './worktree-watch.ts';

/** Readings of one agent's git facts that have not been overtaken by a change. */
interface Reading {
  readonly key: string;
  readonly git: AgentGit;
}

/** The run of one feature: watches what can change it and gives its view on demand. */
export class Run {
  readonly journal: Journal;
  readonly feature: string;
  readonly #project: ProjectContext;
  readonly #listeners = new Set<() => void>();
  readonly #readings = new Map<string, Reading>();
  readonly #watches = new Map<string, () => void>();
  /** Counts the changes told of each worktree: a reading that began before one is out of date at once. */
  readonly #changes = new Map<string, number>();
  #sources: (() => void)[] = [];
  #delivery: Promise<void> = Promise.resolve();

  constructor(project: ProjectContext, feature: string) {
    this.#project = project;
    this.feature = feature;
    this.journal = openJournal(project.repo.commonDir, feature);
  }

  /** Watches while somebody listens. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    if (this.#listeners.size === 0) {
      this.#sources = [
        this.journal.watch(() => {
          this.#findHost();
          this.#announce();
        }),
        this.#project.sessions.subscribe(() => {
          this.#deliver();
          this.#announce();
        }),
      ];
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  /** Prompts wait for idle sessions; one look at a time, and another when something changed during it. */
  #deliver(): void {
    this.#delivery = this.#delivery
      .then(() => deliverPrompts(this.#project, this))
      .catch((thrown) => log.error('waiting prompts could not be given', thrown));
  }

  /** A host that another process started is heard of by what that process writes into the journal. */
  #findHost(): void {
    const { sessions } = this.#project;
    if (sessions.status().state === 'connected') return;
    sessions.refresh().catch((thrown) => log.error('the session host could not be asked', thrown));
  }

  close(): void {
    for (const stop of [...this.#sources, ...this.#watches.values()]) stop();
    this.#sources = [];
    this.#watches.clear();
    this.#readings.clear();
  }

  /** Tells listeners that something outside the journal changed, e.g. the plan. */
  changed(): void {
    this.#announce();
  }

  async facts(): Promise<RunFacts> {
    return foldJournal(await this.journal.read());
  }

  /** As `view`, with git asked about every worktree anew: what is decided upon must not rest on a hint. */
  freshView(): Promise<RunView> {
    this.#readings.clear();
    return this.view();
  }

  /** The view of the last good plan, with git asked only about worktrees that may have changed. */
  async view(): Promise<RunView> {
    const { plan } = await this.#project.lastGoodPlan(this.feature);
    const facts = await this.facts();
    const git = await this.#readGit(facts);
    const trust = await this.#project.trust.show(this.#project.repo);
    return composeRunView({
      plan,
      facts,
      git,
      sessions: this.#project.sessions.list(this.#project.repo.id, this.feature),
      radar: await this.#radar(plan, facts, git),
      trusted: trust.items.length === 0 ? null : trust.trusted,
      undo: await this.#undoReasons(plan, facts),
      settled: await this.#settled(plan, facts),
      queued: await promptQueue(this.#project.repo, this.feature).read(),
    });
  }

  async #readGit(facts: RunFacts): Promise<ReadonlyMap<string, AgentGit>> {
    const live = [...facts.agents].filter(([, agent]) => agent.phase !== 'cancelled');
    this.#watch(new Set(live.map(([, agent]) => agent.path)));
    const readings = await Promise.all(
      live.map(async ([name, agent]) => [name, await this.#read(agent)] as const),
    );
    return new Map(readings);
  }

  async #read(agent: AgentFacts): Promise<AgentGit> {
    const key = `${agent.branch} ${agent.base} ${agent.phase} ${agent.at}`;
    const known = this.#readings.get(agent.path);
    if (known?.key === key) return known.git;
    const changes = this.#changes.get(agent.path);
    const git = await readAgentGit(this.#project.repo, agent);
    // Only a watched worktree tells when the reading is out of date.
    const current = this.#watches.has(agent.path) && this.#changes.get(agent.path) === changes;
    if (current && git.there) this.#readings.set(agent.path, { key, git });
    return git;
  }

  #watch(paths: ReadonlySet<string>): void {
    for (const [path, stop] of this.#watches) {
      if (paths.has(path)) continue;
      stop();
      this.#watches.delete(path);
    }
    if (this.#listeners.size === 0) return;
    for (const path of paths) {
      if (this.#watches.has(path)) continue;
      const stop = watchWorktree(path, () => {
        this.#readings.delete(path);
        this.#changes.set(path, (this.#changes.get(path) ?? 0) + 1);
        this.#announce();
      });
      this.#watches.set(path, stop);
    }
  }

  async #radar(
    plan: Plan,
    facts: RunFacts,
    git: ReadonlyMap<string, AgentGit>,
  ): Promise<Overlap[]> {
    const merged = new Set(
      [...facts.syncs.values()].flatMap(
        (sync) => sync.landed?.heads.map((head) => head.agent) ?? [],
      ),
    );
    const working = [...facts.agents].flatMap(([name, agent]) => {
      const reading = git.get(name);
      return reading?.there && !merged.has(name) && Object.hasOwn(plan.agents, name)
        ? [{ name, facts: agent, git: reading }]
        : [];
    });
    try {
      return await findOverlaps(this.#project.repo, this.feature, working);
    } catch (thrown) {
      log.error('the radar could not predict', thrown);
      return [];
    }
  }

  async #settled(plan: Plan, facts: RunFacts): Promise<ReadonlySet<string>> {
    const settled = new Set<string>();
    for (const [sync, { problem }] of facts.syncs) {
      if (problem?.kind !== 'conflict') continue;
      const given = {
        feature: plan.feature,
        sync,
        featureBranch: featureBranch(plan.feature),
        problem,
      };
      const all = await conflictsSettled(this.#project.repo, given).catch((thrown) => {
        log.error('settled conflicts could not be told', thrown);
        return false;
      });
      if (all) settled.add(sync);
    }
    return settled;
  }

  async #undoReasons(plan: Plan, facts: RunFacts): Promise<ReadonlyMap<string, string | null>> {
    const landed = [...facts.syncs].flatMap(([name, sync]) => (sync.landed ? [name] : []));
    const entries = await Promise.all(
      landed.map(
        async (name) =>
          [
            name,
            await undoReason(this.#project.repo, {
              plan,
              facts,
              journal: this.journal,
              sync: name,
            }),
          ] as const,
      ),
    );
    return new Map(entries);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}
