import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { NO_CONTRACTS } from '../contracts/contract-rules.ts';
import { changedBetween, changedSince, commitsSince } from '../git/history.ts';
import { openRepository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { runGit } from '../git/run-git.ts';
import { openShadow } from '../git/shadow.ts';
import { readStatus } from '../git/status.ts';
import { openJournal } from '../journal/journal.ts';
import { planMerge } from '../merge/plan-merge.ts';
import { findOverlaps } from '../radar/overlaps.ts';
import { reviewedFiles } from '../review/changed-files.ts';
import { readAgentGit, updateAgentGit } from '../status/agent-git.ts';
import { createWorktrees } from '../worktree/create-worktrees.ts';
import { copyIncluded } from '../worktree/include.ts';
import { listWorktrees } from '../worktree/list.ts';
import { cleanWorktrees } from '../worktree/removable.ts';
import { restoreWorktree } from '../worktree/restore.ts';
import { commitLeftovers } from './commit-leftovers.ts';
import { recoverSyncs } from './recover.ts';
import { runSync } from './transaction.ts';
import { undoSync } from './undo.ts';

let fixture: RepositoryFixture;
afterEach(() => fixture.remove());

const HOOKS = [
  'post-checkout',
  'post-commit',
  'post-index-change',
  'post-merge',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'reference-transaction',
  'post-rewrite',
  'pre-auto-gc',
];

/** Adds everything to the repository's configuration that git would run; each program leaves its own mark. */
function plantCanaries(canaries: string): void {
  const { git, path } = fixture;
  const leave = (name: string) => `touch '${join(canaries, name)}'; cat`;
  const hooks = join(fixture.root, 'hooks');
  for (const folder of [hooks, join(path, '.git', 'hooks')]) {
    mkdirSync(folder, { recursive: true });
    for (const name of HOOKS) {
      writeFileSync(join(folder, name), `#!/bin/sh\ntouch '${join(canaries, `hook-${name}`)}'\n`);
      chmodSync(join(folder, name), 0o755);
    }
  }
  const monitor = join(fixture.root, 'monitor');
  writeFileSync(monitor, `#!/bin/sh\ntouch '${join(canaries, 'fsmonitor')}'\n`);
  chmodSync(monitor, 0o755);
  const settings = {
    'core.fsmonitor': monitor,
    'core.hooksPath': hooks,
    'merge.evil.driver': `${leave('merge')} >/dev/null`,
    'merge.a=b.driver': leave('merge-equals'),
    'filter.evil.clean': leave('clean'),
    'filter.evil.smudge': leave('smudge'),
    'filter.a=b.clean': leave('clean-equals'),
    'filter.a=b.smudge': leave('smudge-equals'),
    'filter.long.process': leave('process'),
    'filter.long.required': 'true',
    'diff.evil.textconv': leave('textconv'),
    'diff.evil.command': leave('diff-command'),
    'diff.external': leave('diff-external'),
    'commit.gpgsign': 'true',
    'gpg.program': leave('gpg'),
    'core.pager': leave('pager'),
    'core.editor': leave('editor'),
    'core.sshCommand': leave('ssh'),
    'credential.helper': `!${leave('credential')}`,
    'core.alternateRefsCommand': leave('alternate-refs'),
    'uploadpack.packObjectsHook': leave('pack-objects'),
    'merge.autoStash': 'true',
  };
  for (const [name, value] of Object.entries(settings)) git(['config', name, value]);
}

test('never runs a program named by the repository, from opening to landing and clean-up', async () => {
  fixture = makeRepository({
    '.gitattributes':
      '*.txt merge=evil filter=evil diff=evil\n*.bin filter=long\n*.eq merge=a=b filter=a=b\n',
    'a.txt': 'a\n',
    'b.bin': 'b\n',
    'c.eq': 'c\n',
    '.gitignore': '.env\n',
    '.worktreeinclude': '.env\n',
  });
  writeFileSync(join(fixture.path, '.env'), 'A=1\n');
  fixture.git(['branch', 'feature/x']);
  const canaries = join(fixture.root, 'canaries');
  mkdirSync(canaries);
  plantCanaries(canaries);
  const ran = () => readdirSync(canaries);

  const repo = await openRepository(fixture.path);
  const journal = openJournal(repo.commonDir, 'x');
  const base = repo.head ?? '';
  appendFileSync(join(fixture.path, 'a.txt'), 'mine\n');
  expect(await readStatus(fixture.path)).toMatchObject({ changed: ['a.txt'] });
  expect(await changedSince(fixture.path, base)).toHaveLength(1);
  // Same size as before, so only reading its contents through the clean filter would detect the change.
  writeFileSync(join(fixture.path, 'a.txt'), 'z\n');
  writeFileSync(join(fixture.path, 'c.eq'), 'z\n');
  expect(await readStatus(fixture.path)).toMatchObject({ changed: ['a.txt', 'c.eq'] });
  rmSync(join(fixture.path, 'a.txt'));
  await runGit(['checkout', '--', 'a.txt', 'c.eq'], { cwd: fixture.path });
  const specs = ['one', 'two'].map((agent) => ({
    agent,
    branch: `feature/x-${agent}`,
    path: `${fixture.path}-${agent}`,
    base,
  }));
  const made = await createWorktrees(repo, specs, { journal });
  const heads = [];
  for (const { agent, branch, path } of made) {
    await copyIncluded(repo, path);
    writeFileSync(join(path, `${agent}.md`), agent);
    const oid = (await commitLeftovers(path, { message: 'leftovers' })) ?? '';
    heads.push({ agent, branch, oid });
    expect(await commitsSince(path, { base, head: oid })).toHaveLength(1);
    expect(await changedBetween(path, { base, head: oid })).toHaveLength(1);
    writeFileSync(join(path, 'a.txt'), 'changed\n');
    await expect(commitLeftovers(path, { message: 'm' })).rejects.toMatchObject({
      code: 'sync.leftovers',
    });
  }
  const names = { feature: 'x', sync: 's', featureBranch: 'feature/x' };
  await planMerge({ repo, base, heads, strategy: 'merge', ...names });
  const radar = await Promise.all(
    made.map(async ({ agent, branch, path }) => {
      const none = { message: null, stopped: false, hadSession: false, at: 0 };
      const facts = { worktree: 'ready', branch, path, base, ...none } as const;
      const reading = await readAgentGit(repo, { facts, feature: base });
      expect(await updateAgentGit({ facts, feature: base }, reading, ['a.txt'])).not.toBeNull();
      return { name: agent, facts, git: reading.git };
    }),
  );
  expect(await findOverlaps(repo, radar, NO_CONTRACTS)).toMatchObject([
    { files: [{ path: 'a.txt', outcome: 'clean' }] },
  ]);
  const shadow = await openShadow(repo);
  expect(await reviewedFiles(shadow, { base, head: heads[0]?.oid ?? '' })).toHaveLength(1);
  const result = await runSync({
    ...names,
    repo,
    journal,
    heads,
    leftOut: [],
    overrides: [],
    strategy: 'merge',
    sections: () => [{ name: 's', text: 't' }],
  });
  expect(result.outcome).toBe('landed');
  expect(await undoSync({ repo, journal, sync: 's', featureBranch: 'feature/x' })).toMatchObject({
    outcome: 'undone',
  });
  await runGit(['switch', '--quiet', 'feature/x'], { cwd: fixture.path });
  const again = {
    ...names,
    repo,
    journal,
    heads,
    leftOut: [],
    overrides: [],
    strategy: 'merge',
  } as const;
  expect((await runSync(again)).outcome).toBe('landed');
  await recoverSyncs(repo, journal);
  await listWorktrees(repo);
  const cleaned = await cleanWorktrees(repo, { apply: true });
  expect(cleaned.removed).toHaveLength(2);
  await restoreWorktree(repo, cleaned.trash[0] ?? '');
  expect(ran()).toEqual([]);

  // Proves that the planted programs run when git is called without precautions.
  fixture.git(['status']);
  writeFileSync(join(fixture.path, 'b.bin'), 'other\n');
  expect(() => fixture.git(['add', 'b.bin'])).toThrow();
  expect(existsSync(join(canaries, 'fsmonitor')) && existsSync(join(canaries, 'process'))).toBe(
    true,
  );
});
