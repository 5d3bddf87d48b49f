import type { Overlap, RunView } from '../../../shared/contract/run.ts';
import type { TrustView } from '../../../shared/contract/trust.ts';
import { featureBranch } from '../../../shared/names.ts';
import { chainOf, predecessorOf } from '../../../shared/plan/chains.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { contractRules } from '../contracts/contract-rules.ts';
import { inBackground } from '../git/background.ts';
import { tipInProcess } from '../git/in-process.ts';
import { branchTip } from '../git/refs.ts';
import { foldJournal, type RunFacts, squashesOf } from '../journal/facts.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { findFix } from '../landing/integration-fix.ts';
import { undoReason } from '../landing/undo-landed.ts';
import { log } from '../log.ts';
import { chainedHeads } from '../merge/chain-heads.ts';
import { landingsOf } from '../merge/landed-work.ts';
import { conflictsSettled } from '../merge/settled-conflicts.ts';
import { LiveRadar } from '../radar/live-radar.ts';
import { findOverlaps } from '../radar/overlaps.ts';
import type { AgentGit } from '../status/agent-git.ts';
import { AgentStatuses } from '../status/agent-statuses.ts';
import { integrationPath } from '../worktree/names.ts';
import { absorbedAgents } from './absorbed-work.ts';
import { lackingSyncs } from './lacking-syncs.ts';
import { MergePredictions, type Predictions } from './merge-predictions.ts';
import type { FeatureRun, ProjectContext } from './project-context.ts';
import { promptQueue } from './prompt-queue.ts';
import type { RunInput } from './run-input.ts';
import { composeRunView, readyMerges } from './run-view.ts';
import { findStrays, noteStrays } from './stray-files.ts';

/** Milliseconds for which the trust of a view is cached. */
const TRUST_MS = 2_000;

/** Whether to wait for git: never, where something may have changed, or everywhere. */
type Look = 'as-known' | 'read' | 'anew';

/** The run of one feature: watches what can change it and composes its view on demand. */
export class Run implements FeatureRun {
  readonly journal: Journal;
  readonly feature: string;
  readonly project: ProjectContext;
  readonly #listeners = new Set<() => void>();
  readonly #statuses: AgentStatuses;
  readonly #liveRadar: LiveRadar;
  readonly #predictions: MergePredictions;
  #sources: (() => void)[] = [];
  /** Path and session state of each agent at the last look. */
  #paths: ReadonlyMap<string, string> = new Map();
  readonly #activities = new Map<string, string>();
  #trust: { readonly at: number; readonly view: Promise<TrustView> } | null = null;
  #notes: Promise<void> = Promise.resolve();

  constructor(project: ProjectContext, feature: string) {
    this.project = project;
    this.feature = feature;
    this.journal = openJournal(project.repo.commonDir, feature);
    this.#statuses = new AgentStatuses(project.repo, () => this.#announce());
    this.#liveRadar = new LiveRadar(project.repo, () => this.#announce());
    this.#predictions = new MergePredictions(() => this.#announce());
  }

  /** Watches while there are subscribers. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void {
    if (this.#listeners.size === 0) {
      this.#sources = [
        this.journal.watch(() => {
          this.#findHost();
          this.#announce();
        }),
        this.project.sessions.subscribe(() => {
          this.#note();
          this.#suspectEnded();
          this.#announce();
        }),
        this.project.trust.subscribe(() => this.changed()),
      ];
    }
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  #note(): void {
    this.#notes = this.#notes
      .then(() => noteStrays(this))
      .catch((thrown) => log.error('files changed elsewhere could not be noted', thrown));
  }

  /** Agents often commit at the end of a turn: read their worktree at once, before the file watcher reports. */
  #suspectEnded(): void {
    const { sessions, repo } = this.project;
    for (const { agent, activity } of sessions.list(repo.id, this.feature)) {
      const path = this.#paths.get(agent);
      if (this.#activities.get(agent) === 'working' && activity !== 'working' && path !== undefined)
        this.#statuses.suspect(path);
      this.#activities.set(agent, activity);
    }
  }

  /** A host started by another process becomes known through that process's journal entries. */
  #findHost(): void {
    const { sessions } = this.project;
    if (sessions.status().state === 'connected') return;
    sessions.refresh().catch((thrown) => log.error('the session host could not be asked', thrown));
  }

  close(): void {
    for (const stop of this.#sources) stop();
    this.#sources = [];
    this.#statuses.close();
  }

  /** Notifies subscribers of a change outside the journal, e.g. of the plan. */
  changed(): void {
    this.#trust = null;
    this.#announce();
  }

  /** Reads the git status of every worktree again in the background, and notifies subscribers. */
  readAnew(): void {
    this.#statuses.suspect();
    this.changed();
  }

  async facts(): Promise<RunFacts> {
    return foldJournal(await this.journal.read());
  }

  /** Like `view`, with the git status of every worktree read again: decisions must not rest on hints. */
  freshView(): Promise<RunView> {
    this.#trust = null;
    return this.#compose('anew');
  }

  /**
   * The view of the last valid plan. With subscribers it is composed at once of what is known, and they are notified
   * when git reports more; otherwise reads the git status of every worktree first.
   */
  view(): Promise<RunView> {
    const listened = this.#listeners.size > 0;
    return inBackground(listened ? 'first' : 'later', () =>
      this.#compose(listened ? 'as-known' : 'read'),
    );
  }

  async #compose(look: Look): Promise<RunView> {
    const { plan } = await this.project.lastGoodPlan(this.feature);
    const facts = await this.facts();
    const git = await this.#readGit(plan, facts, look);
    const trust = await this.#trustNow();
    const input: RunInput = {
      plan,
      facts,
      git,
      sessions: this.project.sessions.list(this.project.repo.id, this.feature),
      radar: await this.#radar({ plan, facts, git, asKnown: look === 'as-known' }),
      trusted: trust.items.length === 0 ? null : trust.trusted,
      undo: await this.#undoReasons(plan, facts),
      absorbed: await absorbedAgents(this.project.repo, facts, git),
      settled: await this.#settled(plan, facts),
      fixes: await this.#fixes(facts),
      lacking: await lackingSyncs(
        this.project.repo,
        { plan, facts },
        (agent) => git.get(agent)?.head ?? null,
      ),
      strays: await findStrays(this.project, this.feature, facts),
      queued: await promptQueue(this.project.repo, this.feature).read(),
      now: Date.now(),
    };
    // A decision is followed by a merge, which makes its own prediction.
    if (look === 'anew') return composeRunView(input);
    return composeRunView({ ...input, predicted: await this.#predict(input, look) });
  }

  async #predict(input: RunInput, look: Look): Promise<Predictions> {
    const { repo } = this.project;
    const { plan } = input;
    const branch = featureBranch(plan.feature);
    const base = await this.#tip(branch);
    if (base === null) return new Map();
    const contracts = contractRules(await this.project.config(), plan);
    const squashed = squashesOf(input.facts, Object.keys(plan.syncs));
    const landings = landingsOf(plan, input.facts);
    const names = { feature: plan.feature, featureBranch: branch, landings };
    const requests = [...readyMerges(input)].map(([sync, agents]) => {
      const heads = agents.flatMap(({ name, branch: own, head }) =>
        head === null ? [] : [{ agent: name, branch: own, oid: head }],
      );
      const strategy = plan.syncs[sync]?.strategy ?? 'merge';
      const chained = chainedHeads(plan, heads);
      return { ...names, repo, base, sync, strategy, contracts, squashed, heads: chained };
    });
    return look === 'as-known'
      ? this.#predictions.asKnown(requests)
      : this.#predictions.now(requests);
  }

  /** Cached for a moment, because collecting it runs git several times. */
  #trustNow(): Promise<TrustView> {
    const known = this.#trust;
    if (known && Date.now() - known.at < TRUST_MS) return known.view;
    const asked = { at: Date.now(), view: this.project.trust.show(this.project.repo) };
    // Cached from the moment of asking, so that an answer from before a change expires in time.
    this.#trust = asked;
    asked.view.catch(() => {
      if (this.#trust === asked) this.#trust = null;
    });
    return asked.view;
  }

  async #readGit(plan: Plan, facts: RunFacts, look: Look): Promise<ReadonlyMap<string, AgentGit>> {
    const live = [...facts.agents].filter(([, agent]) => agent.worktree !== 'cancelled');
    this.#paths = new Map(live.map(([name, { path }]) => [name, path]));
    // A worktree that is being created cannot be watched yet; the journal reports when it exists.
    const there = live.filter(([, agent]) => agent.worktree !== 'creating');
    const watched = this.#listeners.size > 0 ? there.map(([, agent]) => agent.path) : [];
    const red = [...facts.syncs.values()].some(({ problem }) => problem?.candidate);
    // The integration worktree, where a fix would be made.
    if (red && watched.length > 0)
      watched.push(integrationPath(this.project.repo, await this.project.worktreeRoot()));
    this.#statuses.watch(new Set(watched));
    const feature = await this.#tip(featureBranch(this.feature));
    const readings = await Promise.all(
      live.map(async ([name, agent]) => {
        const before = facts.agents.get(predecessorOf(plan, name) ?? '');
        const continues = before ? await this.#tip(before.branch) : null;
        const where = { facts: agent, feature, continues };
        const git =
          look === 'as-known'
            ? await this.#statuses.asKnown(where)
            : await this.#statuses.read(where, { anew: look === 'anew' });
        return [name, git] as const;
      }),
    );
    return new Map(readings);
  }

  async #tip(branch: string): Promise<string | null> {
    const { repo } = this.project;
    return (await tipInProcess(repo.commonDir, branch)) ?? branchTip(repo, branch);
  }

  async #radar(given: {
    readonly plan: Plan;
    readonly facts: RunFacts;
    readonly git: ReadonlyMap<string, AgentGit>;
    readonly asKnown: boolean;
  }): Promise<readonly Overlap[]> {
    const { plan, facts, git } = given;
    const merged = new Set(
      [...facts.syncs.values()].flatMap(
        (sync) => sync.landed?.heads.map((head) => head.agent) ?? [],
      ),
    );
    const working = [...facts.agents].flatMap(([name, agent]) => {
      const reading = git.get(name);
      return reading?.there && !merged.has(name) && Object.hasOwn(plan.agents, name)
        ? [{ name, facts: agent, git: reading, chain: chainOf(plan, name) }]
        : [];
    });
    try {
      const contracts = contractRules(await this.project.config(), plan);
      if (given.asKnown) return this.#liveRadar.asKnown({ agents: working, contracts });
      return await findOverlaps(this.project.repo, working, contracts);
    } catch (thrown) {
      log.error('the radar could not predict', thrown);
      return [];
    }
  }

  async #fixes(
    facts: RunFacts,
  ): Promise<ReadonlyMap<string, { readonly commit: string; readonly commits: number }>> {
    const fixes = new Map<string, { readonly commit: string; readonly commits: number }>();
    for (const [sync, { problem }] of facts.syncs) {
      if (problem?.kind !== 'verify-failed' || !problem.candidate) continue;
      const root = await this.project.worktreeRoot();
      const fix = await findFix(this.project.repo, problem.candidate, root).catch((thrown) => {
        log.error('a fix could not be looked for', thrown);
        return null;
      });
      if (fix) fixes.set(sync, { commit: fix.commit, commits: fix.commits });
    }
    return fixes;
  }

  async #settled(plan: Plan, facts: RunFacts): Promise<ReadonlySet<string>> {
    const settled = new Set<string>();
    for (const [sync, { problem }] of facts.syncs) {
      if (problem?.kind !== 'conflict') continue;
      const names = { feature: plan.feature, sync, featureBranch: featureBranch(plan.feature) };
      const all = await this.project
        .config()
        .then((config) => ({
          ...names,
          plan,
          problem,
          contracts: contractRules(config, plan),
          squashed: squashesOf(facts, Object.keys(plan.syncs)),
        }))
        .then((given) => conflictsSettled(this.project.repo, given))
        .catch((thrown) => {
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
            await undoReason(this.project.repo, {
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
