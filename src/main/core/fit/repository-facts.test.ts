import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { Memory } from '../memory.ts';
import { proposePlan } from '../plan/propose.ts';
import { commitsIn } from './commit-history.ts';
import { repositoryFacts } from './repository-facts.ts';

const repoOf = ({ path }: RepositoryFixture) => ({
  path,
  commonDir: `${path}/.git`,
  memory: new Memory(),
});

/** Adds files to the index without writing them: what is read is the index. */
function track(repository: RepositoryFixture, paths: readonly string[]): void {
  const blob = repository.git(['hash-object', '-w', '--stdin', '--path=x']).trim();
  const input = paths.map((path) => `100644 ${blob}\t${path}\n`).join('');
  const args = ['update-index', '--index-info'];
  const { status, stderr } = spawnSync('git', args, { cwd: repository.path, input });
  if (status !== 0) throw new Error(String(stderr));
}

test('a repository of 120,000 files is read whole, and again for nothing', async () => {
  const repository = makeRepository();
  try {
    const paths = Array.from({ length: 120_000 }, (_, n) => `pkg${n % 300}/f${n}.py`);
    track(repository, paths);
    const repo = repoOf(repository);
    const facts = await repositoryFacts(repo);
    expect(facts.complete).toBe(true);
    expect(facts.top.files).toBe(120_001);
    expect(facts.scopeOf('backend').parts.length).toBeLessThanOrEqual(8);
    expect(await repositoryFacts(repo)).toBe(facts);
    track(repository, ['server/new.ts']);
    const after = await repositoryFacts(repo);
    expect(after.scopeOf('backend').parts.map(({ glob }) => glob)).toEqual(['server/**']);
  } finally {
    repository.remove();
  }
});

test('folders that change together are told, where they are worked in at the same time', async () => {
  const repository = makeRepository({ 'server/a.ts': '0', 'web/a.ts': '0', 'db/a.sql': '0' });
  try {
    for (let n = 1; n <= 6; n += 1) {
      repository.commit({ 'server/a.ts': `${n}`, 'web/a.ts': `${n}` });
    }
    const facts = await repositoryFacts(repoOf(repository));
    expect(facts.history.complete).toBe(true);
    expect(commitsIn(facts.history, ['server'])).toBe(7);
    expect(commitsIn(facts.history, ['db'])).toBe(1);
    const project = { repo: repoOf(repository), config: async () => ({}) };
    const wish = { template: 'full-stack', feature: 'cart' };
    const { proposal } = await proposePlan(project, wish);
    expect(proposal.notes).toContain(
      'What Backend and Frontend work in was changed together in 7 of 7 commits: agree on a contract first.',
    );
    expect(proposal.agents.find(({ key }) => key === 'backend')?.reason).toBe(
      'server/**: 1 file, TypeScript; in 7 of the last 7 commits.',
    );
  } finally {
    repository.remove();
  }
});

test('only commands that an agent’s worktree has count', async () => {
  const repository = makeRepository({ 'src/a.ts': '', '.claude/commands/qa.md': 'x' });
  try {
    repository.commit({ '.gitignore': '.claude/commands/data.md\n' });
    spawnSync('sh', ['-c', 'echo x > .claude/commands/data.md'], { cwd: repository.path });
    const { calls } = await repositoryFacts(repoOf(repository));
    expect([...calls]).toEqual([['qa', 'command']]);
  } finally {
    repository.remove();
  }
});

test('a broken history is no obstacle', async () => {
  const repository = makeRepository({ 'src/a.ts': '' });
  try {
    repository.git(['checkout', '-q', '--orphan', 'fresh']);
    const facts = await repositoryFacts(repoOf(repository));
    expect(facts.history).toEqual({ commits: [], complete: false });
    expect(facts.scopeOf('data').parts.map(({ glob }) => glob)).toEqual(['src/**']);
  } finally {
    repository.remove();
  }
});
