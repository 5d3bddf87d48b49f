import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CoreFailure } from '../failure.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { openJournal } from '../journal/journal.ts';
import { createWorktrees } from './create-worktrees.ts';
import { type NamesRequest, planWorktrees } from './names.ts';

let fixture: RepositoryFixture;
let repo: Repository;
let base = '';
beforeEach(async () => {
  fixture = makeRepository();
  repo = await openRepository(fixture.path);
  base = fixture.git(['rev-parse', 'HEAD']);
});
afterEach(() => fixture.remove());

const ask = (agents: readonly string[], options: Partial<NamesRequest> = {}) =>
  planWorktrees(repo, {
    feature: 'x',
    featureBranch: 'feature/x',
    agents: agents.map((agent) => ({ agent, branch: `feature/x-${agent}`, base })),
    ...options,
  });

test('paths lie beside the main checkout, or in the given folder', async () => {
  expect(await ask(['api', 'ui'])).toEqual([
    { agent: 'api', branch: 'feature/x-api', base, path: `${fixture.path}-api` },
    { agent: 'ui', branch: 'feature/x-ui', base, path: `${fixture.path}-ui` },
  ]);
  mkdirSync(join(fixture.root, 'trees'));
  const [spec] = await ask(['api'], { root: join(fixture.root, 'trees') });
  expect(spec?.path).toBe(join(fixture.root, 'trees', 'app-api'));
});

test("another plan's worktree makes way for the longer name", async () => {
  fixture.git(['worktree', 'add', '-q', '-b', 'feature/y-api', `${fixture.path}-api`]);
  expect((await ask(['api']))[0]?.path).toBe(`${fixture.path}-x-api`);
});

test.each([
  ['a folder in the way', 'worktree.pathTaken', () => mkdirSync(`${fixture.path}-api`), 'app-api'],
  [
    'a file in the way',
    'worktree.pathTaken',
    () => writeFileSync(`${fixture.path}-api`, ''),
    'app-api',
  ],
  [
    'a branch that is there',
    'worktree.branchTaken',
    () => fixture.git(['branch', 'feature/x-api']),
    'feature/x-api',
  ],
  [
    'a branch checked out elsewhere',
    'worktree.checkedOut',
    () => fixture.git(['worktree', 'add', '-q', '-b', 'feature/x-api', join(fixture.root, 'held')]),
    '/held',
  ],
  [
    'a branch of another case',
    'worktree.nameClash',
    () => fixture.git(['branch', 'Feature/X-API']),
    'Feature/X-API',
  ],
  [
    'a branch below',
    'worktree.nameClash',
    () => fixture.git(['branch', 'feature/x-api/more']),
    'feature/x-api/more',
  ],
  ['a branch above', 'worktree.nameClash', () => fixture.git(['branch', 'feature']), 'feature'],
])('%s is refused with the holder named', async (_name, code, act, holder) => {
  act();
  const before = [fixture.git(['for-each-ref']), readdirSync(fixture.root)];
  const error = await ask(['ok', 'api']).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code, exit: 3 });
  if (!(error instanceof CoreFailure)) throw error;
  expect(error.message).toContain(holder);
  expect([fixture.git(['for-each-ref']), readdirSync(fixture.root)]).toEqual(before);
});

test('a branch whose letters are composed otherwise is the same to some disks', async () => {
  fixture.git(['branch', 'feature/x-cafe\u0301']);
  await expect(ask(['caf\u00e9'])).rejects.toMatchObject({ code: 'worktree.nameClash' });
});

test('what this plan made itself is not in its way', async () => {
  const path = `${fixture.path}-x-api`;
  fixture.git(['worktree', 'add', '-q', '-b', 'feature/x-api', path]);
  const specs = await ask(['api'], { own: [{ branch: 'feature/x-api', path }] });
  expect(specs[0]?.path).toBe(path);
});

test('a folder that cannot be written is a clear failure', async () => {
  const failure = { code: 'worktree.readOnly', exit: 3 };
  await expect(ask(['api'], { root: '/proc' })).rejects.toMatchObject(failure);
});

const PIECES = [
  '$(touch ran)',
  '`touch ran`',
  ';touch ran;',
  '|touch ran',
  '&touch ran&',
  '>ran',
  '-',
  '--',
  '../',
  '/',
  '\\',
  "'",
  '"',
  '\n',
  '\0',
  ' ',
  '~',
  '^',
  ':',
  '?',
  '*',
  '[',
  '@{',
  '..',
  '.lock',
  '.',
  'é',
  'ß',
  'İ',
  '🦊',
  '\u202e',
  '%00',
  '$HOME',
  '$' + '{IFS}',
  '--exec=touch ran',
  '-c',
  'con',
  'HEAD',
  '@',
];
/** Each fourth of them brings every form, and most pieces. */
const EACH = process.env['TRIBUTARY_FULL'] === '1' ? 1 : 4;
const NAMES = Array.from({ length: 200 }, (_, n) => {
  const [one = '', two = ''] = [PIECES[n % PIECES.length], PIECES[(n * 7 + 3) % PIECES.length]];
  return [one, `a${one}`, one + two, `a${one}b${two}`, `${n}${two}`][n % 5] ?? one;
}).filter((_, n) => n % EACH === 0);
process.stdout.write(`odd names: ${NAMES.length}\n`);

test(`${NAMES.length} odd names have no effect beyond a refusal or a worktree of that very name`, async () => {
  let made = 0;
  const journal = openJournal(repo.commonDir, 'x');
  for (const [index, name] of NAMES.entries()) {
    const branch = `f${index}-${name}`;
    try {
      const specs = await planWorktrees(repo, {
        feature: 'x',
        featureBranch: 'feature/x',
        agents: [{ agent: name, branch, base }],
      });
      const [created] = await createWorktrees(repo, specs, { journal });
      expect(created?.path).toBe(join(fixture.root, `app-${name}`));
      expect(fixture.git(['rev-parse', `refs/heads/${branch}`])).toBe(base);
      made += 1;
    } catch (error) {
      if (!(error instanceof CoreFailure)) throw error;
      expect(error.code).toMatch(/^worktree\.(invalidName|pathTaken|nameClash|branchTaken)$/);
    }
  }
  expect(made).toBeGreaterThan(NAMES.length / 40);
  expect(made).toBeLessThan(NAMES.length * 0.75);
  for (const folder of [fixture.root, fixture.path, process.cwd()])
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  expect(fixture.git(['worktree', 'list', '--porcelain']).match(/^worktree /gm)).toHaveLength(
    made + 1,
  );
});
