import { realpath } from 'node:fs/promises';
import { openRepository } from '../git/repository.ts';
import { Project, type ProjectPorts } from './project.ts';
import type { RecentProjects } from './recent.ts';

/** The open projects, by id. */
export class Projects {
  readonly #shared: ProjectPorts;
  readonly #recent: RecentProjects;
  readonly #open = new Map<string, Promise<Project>>();

  constructor(shared: ProjectPorts, recent: RecentProjects) {
    this.#shared = shared;
    this.#recent = recent;
  }

  /**
   * Opens the repository that contains a path and recovers what a crash left. The same repository gives the same
   * project.
   */
  async open(path: string): Promise<Project> {
    const canonical = await realpath(path).catch(() => path);
    const known = this.#open.get(canonical);
    if (known) return known;
    const repo = await openRepository(path);
    const other = this.#open.get(repo.id);
    if (other) return other;
    const opening = this.#start(new Project(repo, this.#shared));
    this.#open.set(repo.id, opening);
    opening.catch(() => this.#open.delete(repo.id));
    return opening;
  }

  /** Rereads the worktrees of all open projects. */
  async readAnew(): Promise<void> {
    for (const project of this.#open.values()) (await project).readAnew();
  }

  async close(): Promise<void> {
    for (const project of this.#open.values()) await (await project).close();
  }

  async #start(project: Project): Promise<Project> {
    await project.recover();
    // Sessions may have outlived the app that started them.
    await this.#shared.sessions.refresh();
    await this.#recent.add(project.repo.path);
    return project;
  }
}
