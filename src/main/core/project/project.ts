import { basename, join, resolve } from 'node:path';
import type { PlanView } from '../../../shared/contract/plan.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { keepPrompts } from '../agents/deliver-prompts.ts';
import { keepQueue } from '../agents/queue-keeper.ts';
import { type Config, readConfig } from '../config/config.ts';
import { CoreFailure } from '../failure.ts';
import type { Repository } from '../git/repository.ts';
import { pruneShadow } from '../git/shadow.ts';
import { keepPool } from '../housekeeping/pool-keeper.ts';
import { openJournal } from '../journal/journal.ts';
import { listJournals } from '../journal/journals.ts';
import { recoverSyncs } from '../landing/recover.ts';
import { PlanEditor } from '../plan/editor.ts';
import { describePlanFiles, planFileOf, readPlan } from '../plan/files.ts';
import { savedHistoryOf } from '../plan/saved-history.ts';
import type { ProjectContext } from '../run/project-context.ts';
import { Run } from '../run/run.ts';
import type { Sessions } from '../session/sessions.ts';
import { expandHome } from '../session/tributary-home.ts';
import type { Trust } from '../trust/trust.ts';
import { recoverWorktrees } from '../worktree/create-worktrees.ts';

export interface ProjectPorts {
  readonly trust: Trust;
  readonly sessions: Sessions;
  /** The app's folder of this user. */
  readonly home: string;
}

/** An open repository with its plans, its runs and what they share. */
export class Project implements ProjectContext {
  readonly repo: Repository;
  readonly trust: Trust;
  readonly sessions: Sessions;
  readonly #home: string;
  readonly #editors = new Map<string, Promise<PlanEditor>>();
  readonly #runs = new Map<string, Run>();
  #stopKeeping: (() => Promise<unknown>) | null = null;

  constructor(repo: Repository, shared: ProjectPorts) {
    this.repo = repo;
    this.trust = shared.trust;
    this.sessions = shared.sessions;
    this.#home = shared.home;
  }

  /** Completes or rolls back what a crash interrupted: worktrees being created, merges being landed. */
  async recover(): Promise<void> {
    for (const feature of await listJournals(this.repo.commonDir)) {
      const journal = openJournal(this.repo.commonDir, feature);
      await recoverWorktrees(this.repo, journal);
      await recoverSyncs(this.repo, journal);
    }
    await pruneShadow(this.repo);
  }

  config(): Promise<Config> {
    return readConfig(this.repo.path);
  }

  async worktreeRoot(): Promise<string> {
    const { worktreeRoot } = await this.config();
    return resolve(this.repo.path, expandHome(worktreeRoot ?? '..'));
  }

  async plan(feature: string): Promise<{ plan: Plan; file: string }> {
    const file = await this.#fileOf(feature);
    const { plan } = await readPlan(this.repo.path, file);
    return { plan, file };
  }

  async lastGoodPlan(feature: string): Promise<{ plan: Plan; file: string }> {
    const open = await this.#openEditorOf(feature);
    if (!open) return this.plan(feature);
    const { plan, file } = open;
    return plan ? { plan, file } : this.plan(feature);
  }

  /** The editor of a plan file, shared by all callers. */
  async editor(file: string): Promise<PlanEditor> {
    const known = this.#editors.get(file);
    if (known) return known;
    const opened = PlanEditor.open({
      checkout: this.repo.path,
      file: checkedFile(file),
      saved: savedHistoryOf(this.#home, join(this.repo.path, file)),
    });
    this.#editors.set(file, opened);
    try {
      const editor = await opened;
      editor.subscribe(() => {
        for (const run of this.#runs.values()) run.changed();
      });
      return editor;
    } catch (thrown) {
      this.#editors.delete(file);
      throw thrown;
    }
  }

  run(feature: string): Run {
    const known = this.#runs.get(feature);
    if (known) return known;
    const run = new Run(this, feature);
    this.#runs.set(feature, run);
    return run;
  }

  /**
   * Until the project is closed: keeps a pool of fresh worktrees, starts queued agents when possible, and delivers
   * queued prompts. For long-running shells.
   */
  keepUp(): void {
    if (this.#stopKeeping) return;
    const stops = [keepPool(this), keepQueue(this), keepPrompts(this)];
    this.#stopKeeping = () => Promise.all(stops.map((stop) => stop()));
  }

  /** Discards all cached facts about worktrees. */
  readAnew(): void {
    for (const run of this.#runs.values()) run.readAnew();
  }

  async close(): Promise<void> {
    await this.#stopKeeping?.();
    this.#stopKeeping = null;
    for (const run of this.#runs.values()) run.close();
    for (const editor of this.#editors.values()) (await editor).close();
  }

  async #openEditorOf(feature: string): Promise<PlanView | null> {
    for (const opened of this.#editors.values()) {
      const view = (await opened).view();
      if (view.plan?.feature === feature) return view;
    }
    return null;
  }

  /** The plan file of a feature, by name if possible, otherwise by content. */
  async #fileOf(feature: string): Promise<string> {
    const files = await describePlanFiles(this.repo.path);
    const match = files.find((file) => file.feature === feature);
    return match?.file ?? planFileOf(feature);
  }
}

/** Accepts only paths of plan files in `plans`. */
function checkedFile(file: string): string {
  if (file === `plans/${basename(file)}` && file.endsWith('.plan.yaml')) return file;
  throw new CoreFailure({
    code: 'plan.outside',
    message: `${file} is not a plan file of this project.`,
    data: { file },
  });
}
