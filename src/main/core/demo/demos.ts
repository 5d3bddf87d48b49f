import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CoreFailure } from '../failure.ts';
import type { Projects } from '../project/projects.ts';
import type { Trust } from '../trust/trust.ts';
import { createDemo, type Demo } from './demo.ts';

/** Folder of the demo's template relative to the scripts: in a checkout or npm package, and in an app bundle. */
const PLACES = ['../../resources/demo', '../../../cli/resources/demo'];

/** The demos started in this app; they are removed when it exits. */
export class Demos {
  readonly #scripts: string;
  readonly #shared: { readonly projects: Projects; readonly trust: Trust };
  readonly #made: Demo[] = [];

  constructor(scripts: string, shared: { projects: Projects; trust: Trust }) {
    this.#scripts = scripts;
    this.#shared = shared;
  }

  /** Creates and trusts a temporary project; returns its path. Fails with `demo.unavailable`. */
  async begin(): Promise<string> {
    const resources = PLACES.map((place) => resolve(this.#scripts, place)).find(existsSync);
    if (resources === undefined) {
      throw new CoreFailure({
        code: 'demo.unavailable',
        message: 'The files of the demo are not where they were installed.',
      });
    }
    const made = await createDemo({ resources, agents: 'sim' });
    this.#made.push(made);
    const { projects, trust } = this.#shared;
    const { repo } = await projects.open(made.path);
    await trust.accept(repo, (await trust.show(repo)).hash);
    return made.path;
  }

  /** Ends the sessions of the demos and removes their folders. */
  async close(): Promise<void> {
    const { projects, trust } = this.#shared;
    for (const made of this.#made.splice(0)) {
      const project = await projects.open(made.path);
      await trust.revoke(project.repo);
      await made.remove(project);
    }
  }
}
