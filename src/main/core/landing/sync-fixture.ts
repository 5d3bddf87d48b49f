import { type FolderCopy, readFolder } from '../git/folder-copy-fixture.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import {
  copyRepository,
  makeRepository,
  type RepositoryFixture,
} from '../git/repository-fixture.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import type { MergeHead } from '../merge/merge-request.ts';
import type { SyncOutcome, SyncRequest } from './sync-request.ts';
import { runSync } from './transaction.ts';

/** A repository with feature branch `feature/x` and branches of two agents, for tests of syncs. */
export interface SyncFixture extends RepositoryFixture {
  readonly repo: Repository;
  readonly journal: Journal;
  readonly heads: MergeHead[];
  sync(options?: Partial<SyncRequest>): Promise<SyncOutcome>;
  tip(): string;
}

type Files = Readonly<Record<string, string | null>>;

type Agents = Readonly<Record<string, Files>>;

interface Made {
  readonly copy: FolderCopy;
  readonly heads: readonly MergeHead[];
}

/** Repositories by the work of their agents: tests that begin with the same one share what git took to make it. */
const made = new Map<string, Made>();

export async function makeSync(agents: Agents): Promise<SyncFixture> {
  const key = JSON.stringify(agents);
  const { copy, heads: known } = made.get(key) ?? makeOnce(agents);
  made.set(key, { copy, heads: known });
  const fixture = copyRepository(copy, ['app']);
  const heads = [...known];
  const repo = await openRepository(fixture.path);
  const journal = openJournal(repo.commonDir, 'x');
  const defaults = { leftOut: [], overrides: [], strategy: 'merge' } as const;
  const names = { feature: 'x', sync: 's', featureBranch: 'feature/x' };
  return {
    ...fixture,
    repo,
    journal,
    heads,
    sync: (options) => runSync({ ...defaults, ...names, repo, journal, heads, ...options }),
    tip: () => fixture.git(['rev-parse', 'refs/heads/feature/x']),
  };
}

function makeOnce(agents: Agents): Made {
  const fixture = makeRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n', '.gitignore': '*.secret\n' });
  try {
    fixture.git(['branch', 'feature/x']);
    const heads = Object.entries(agents).map(([agent, files]) => {
      const branch = `feature/x-${agent}`;
      fixture.git(['switch', '-q', '-c', branch, 'main']);
      return { agent, branch, oid: fixture.commit(files) };
    });
    fixture.git(['switch', '-q', 'main']);
    return { copy: readFolder(fixture.root), heads };
  } finally {
    fixture.remove();
  }
}
