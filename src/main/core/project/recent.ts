import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { JsonFile } from '../json-file.ts';

const LIMIT = 20;

/** The recently opened repositories, newest first, stored in the user's settings folder. */
export class RecentProjects {
  readonly #file: JsonFile<readonly string[]>;

  constructor(home: string) {
    this.#file = new JsonFile(join(home, 'recent.json'), {
      schema: z.array(z.string()),
      empty: [],
    });
  }

  async list(): Promise<{ path: string; name: string }[]> {
    const paths = await this.#file.read();
    // Skip removed demos and unavailable disks.
    return paths.filter(existsSync).map((path) => ({ path, name: basename(path) }));
  }

  async clear(): Promise<void> {
    await this.#file.write([]);
  }

  async add(path: string): Promise<void> {
    await this.#file.update((all) =>
      [path, ...all.filter((known) => known !== path)].slice(0, LIMIT),
    );
  }
}
