import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import type { TrustItem, TrustView } from '../../../shared/contract/trust.ts';
import { CoreFailure } from '../failure.ts';
import { collectTrustItems } from './collect.ts';
import type { TrustSubject } from './subject.ts';
import { beyond, workItems } from './work-items.ts';

const store = z.record(z.string(), z.object({ hash: z.string(), at: z.number() }));

/**
 * Whether the user has seen what this repository would run. Stored in the user's settings folder with the hash of the
 * literal texts: any change asks again. A repository that would run nothing needs no trust.
 */
export class Trust {
  readonly #file: string;
  readonly #listeners = new Set<() => void>();

  constructor(home: string) {
    this.#file = join(home, 'trust.json');
  }

  /** Calls back after this process granted or revoked trust. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async show(subject: TrustSubject): Promise<TrustView> {
    const own = await collectTrustItems(subject);
    // Items that a merge or an agent's commit adds are not in the main checkout, so they are asked for separately.
    const items = [...own, ...beyond(own, await workItems(subject))];
    const hash = hashOf(items);
    const accepted = (await this.#read())[subject.commonDir]?.hash;
    return { trusted: items.length === 0 || accepted === hash, hash, items: [...items] };
  }

  /** Fails with `trust.changed` when the hash does not match the current items. */
  async accept(subject: TrustSubject, hash: string): Promise<TrustView> {
    const view = await this.show(subject);
    if (view.hash !== hash) {
      throw new CoreFailure({
        code: 'trust.changed',
        message: 'What this repository would run is not what was shown under this hash.',
        data: { hash: view.hash, items: view.items },
      });
    }
    const all = await this.#read();
    await this.#write({ ...all, [subject.commonDir]: { hash, at: Date.now() } });
    return { ...view, trusted: true };
  }

  async revoke(subject: TrustSubject): Promise<TrustView> {
    const { [subject.commonDir]: _revoked, ...others } = await this.#read();
    await this.#write(others);
    return this.show(subject);
  }

  /**
   * Fails with `trust.required`, with the items and their hash, unless trusted. `what` requires it, e.g.
   * "Verification".
   */
  async require(subject: TrustSubject, what: string): Promise<void> {
    const view = await this.show(subject);
    if (view.trusted) return;
    const list = view.items.map((item) => `${item.kind} (${item.where}): ${item.text}`).join('\n');
    throw new CoreFailure({
      code: 'trust.required',
      message: `${what} would run programs of this repository, which is not trusted yet:\n${list}`,
      data: { hash: view.hash, items: view.items },
    });
  }

  async #read(): Promise<z.infer<typeof store>> {
    try {
      return store.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      // Missing or damaged: nothing is trusted, and the user is asked again.
      return {};
    }
  }

  async #write(all: z.infer<typeof store>): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    for (const listener of this.#listeners) listener();
  }
}

function hashOf(items: readonly TrustItem[]): string {
  const literal = JSON.stringify(items.map(({ kind, where, text }) => [kind, where, text]));
  return createHash('sha256').update(literal).digest('hex');
}
