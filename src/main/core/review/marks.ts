import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import {
  type ReviewComment,
  type ReviewSubject,
  reviewComment,
} from '../../../shared/contract/review.ts';
import { type Repository, stateFolder } from '../git/repository.ts';
import { JsonFile } from '../json-file.ts';

/** Most viewed marks kept; marks of old versions are dropped first. */
const VIEWED_LIMIT = 5_000;

type In = Pick<Repository, 'commonDir'>;

function viewedFile(repo: In): JsonFile<string[]> {
  const path = join(stateFolder(repo), 'viewed.json');
  return new JsonFile(path, { schema: z.array(z.string()), empty: [] });
}

/** Keys of file versions marked as viewed. */
export async function viewedKeys(repo: In): Promise<ReadonlySet<string>> {
  return new Set(await viewedFile(repo).read());
}

export async function markViewed(repo: In, key: string, viewed: boolean): Promise<void> {
  await viewedFile(repo).update((all) => {
    const others = all.filter((known) => known !== key);
    return viewed ? [...others, key].slice(-VIEWED_LIMIT) : others;
  });
}

/** Comments on one subject, kept until they are sent or deleted. */
export class Comments {
  readonly #file: JsonFile<Record<string, ReviewComment[]>>;
  readonly #subject: string;

  constructor(repo: In, feature: string, subject: ReviewSubject) {
    const path = join(stateFolder(repo), `comments-${feature}.json`);
    const schema = z.record(z.string(), z.array(reviewComment));
    this.#file = new JsonFile(path, { schema, empty: {} });
    this.#subject = subject.kind === 'agent' ? `agent:${subject.agent}` : `sync:${subject.sync}`;
  }

  async list(): Promise<ReviewComment[]> {
    return (await this.#file.read())[this.#subject] ?? [];
  }

  async add(comment: Omit<ReviewComment, 'id' | 'at'>): Promise<ReviewComment[]> {
    return this.#change((all) => [...all, { ...comment, id: randomUUID(), at: Date.now() }]);
  }

  async remove(ids: ReadonlySet<string>): Promise<ReviewComment[]> {
    return this.#change((all) => all.filter(({ id }) => !ids.has(id)));
  }

  async #change(edit: (all: ReviewComment[]) => ReviewComment[]): Promise<ReviewComment[]> {
    const all = await this.#file.update((before) => ({
      ...before,
      [this.#subject]: edit(before[this.#subject] ?? []),
    }));
    return all[this.#subject] ?? [];
  }
}
