import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, Workspace } from '../../../e2e/support/workspace.ts';
import { runHere, trustHere } from './here-fixture.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(async () => {
  await workspace.remove();
});

/** Most commands are run in this process; those that are about its start are started as a person does. */
const cli = (cwd: string, ...words: readonly string[]) => runHere(workspace, cwd, words);

let count = 0;
/** A repository with one commit and the files given uncommitted. */
async function repository(files: Readonly<Record<string, string>> = {}): Promise<string> {
  count += 1;
  const path = await workspace.repository(`r${count}/repo`.replace('/', '-'), { 'a.txt': 'a\n' });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(path, file, '..'), { recursive: true });
    await writeFile(join(path, file), text);
  }
  return path;
}

const PLAN = `version: 1
feature: shop
base: main
agents:
  data: { role: data }
syncs:
  one: { merges: [data] }
`;
const planned = (text = PLAN) => repository({ 'plans/shop.plan.yaml': text });
const start = ['start', 'one', '--worktrees-only'];

interface Failure {
  readonly exit: number;
  readonly code: string;
  readonly says: RegExp;
}

/** Runs a command and expects a failure with its code, exit and words; with --json, the same as a document. */
async function fails(cwd: string, words: readonly string[], expected: Failure): Promise<void> {
  expectFailure(await cli(cwd, ...words, '--json'), expected);
}

/** The same of a process of its own. */
async function failsAlone(cwd: string, words: readonly string[], expected: Failure) {
  expectFailure(await workspace.cli(cwd, ...words, '--json'), expected);
}

function expectFailure({ code, stdout, stderr }: Ran, expected: Failure): void {
  const { error } = JSON.parse(stdout);
  expect({ exit: code, code: error.code }).toEqual({ exit: expected.exit, code: expected.code });
  expect(error.message).toMatch(expected.says);
  expect(error.remedy.length).toBeGreaterThan(5);
  expect(stderr).not.toContain('    at ');
}

/** Refs and worktrees of a repository: what a failed command must not change. */
async function made(path: string): Promise<string> {
  const refs = await workspace.git(path, 'for-each-ref', '--format=%(refname) %(objectname)');
  return `${refs}\n${await workspace.git(path, 'worktree', 'list', '--porcelain')}`;
}

describe('a repository that cannot be worked in', () => {
  test('none', async () => {
    const folder = join(workspace.folder, 'plain');
    await mkdir(folder);
    await failsAlone(folder, ['status'], {
      exit: 3,
      code: 'project.notARepository',
      says: /plain/,
    });
  });

  test('a folder that is not there', () =>
    fails(workspace.folder, ['status', '--project', 'nowhere'], {
      exit: 3,
      code: 'project.notARepository',
      says: /nowhere/,
    }));

  test('without a commit', async () => {
    const folder = join(workspace.folder, 'unborn');
    await mkdir(folder);
    await workspace.git(folder, 'init', '--quiet');
    await fails(folder, ['status'], { exit: 3, code: 'project.noCommit', says: /no commit/ });
  });

  test('bare', async () => {
    const folder = join(workspace.folder, 'bare.git');
    await workspace.git(workspace.folder, 'init', '--quiet', '--bare', folder);
    await fails(folder, ['status'], { exit: 3, code: 'project.bare', says: /bare/ });
  });

  test('an old git', async () => {
    const folder = join(workspace.folder, 'old-bin');
    await mkdir(folder);
    await writeFile(join(folder, 'git'), '#!/bin/sh\necho "git version 2.30.2"\n');
    await chmod(join(folder, 'git'), 0o755);
    const path = await planned();
    await withPath(folder, () =>
      failsAlone(path, ['status'], { exit: 3, code: 'git.tooOld', says: /2\.30\.2 is too old/ }),
    );
  });

  test('no git at all: doctor says so and exits with 1', async () => {
    const path = await planned();
    await withPath('', async () => {
      await failsAlone(path, ['status'], { exit: 3, code: 'git.notFound', says: /not found/ });
      const doctor = await workspace.cli(path, 'doctor', '--json');
      expect(doctor.code).toBe(1);
      expect(JSON.parse(doctor.stdout).checks).toContainEqual(
        expect.objectContaining({ id: 'git', state: 'missing' }),
      );
    });
  });
});

async function withPath(path: string, task: () => Promise<void>): Promise<void> {
  const before = workspace.env['PATH'];
  workspace.env['PATH'] = path;
  try {
    await task();
  } finally {
    workspace.env['PATH'] = before;
  }
}

describe('a plan that cannot be run', () => {
  test.each([
    ['broken YAML', 'version: 1\nagents: [\n', 'plan.broken', /shop\.plan\.yaml:3:1/],
    ['a newer version', PLAN.replace('version: 1', 'version: 9'), 'plan.newerVersion', /version 9/],
    [
      'a duplicate name',
      PLAN.replace('syncs:', '  data: { role: x }\nsyncs:'),
      'plan.broken',
      /:6:3: Map keys must be unique/,
    ],
    [
      'a cycle',
      PLAN.replace('{ role: data }', '{ role: data, after: [one] }'),
      'plan.invalid',
      /wait for each other/,
    ],
    [
      'an unknown agent',
      PLAN.replace('merges: [data]', 'merges: [data, gone]'),
      'plan.invalid',
      /"gone"/,
    ],
    [
      'a base that is nowhere',
      PLAN.replace('base: main', 'base: trunk'),
      'run.baseMissing',
      /"trunk"/,
    ],
  ])('%s', async (_name, text, code, says) => {
    const path = await planned(text);
    const before = await made(path);
    await fails(path, start, { exit: code === 'run.baseMissing' ? 3 : 1, code, says });
    expect(await made(path)).toBe(before);
  });

  test('lint finds the same and exits with 1', async () => {
    const path = await planned(PLAN.replace('merges: [data]', 'merges: []'));
    const { code, stdout } = await cli(path, 'plan', 'lint', '--json');
    expect(code).toBe(1);
    const rules = JSON.parse(stdout).findings.map((finding: { rule: string }) => finding.rule);
    expect(rules.sort()).toEqual(['plan/empty-sync', 'plan/unmerged-agent']);
  });

  test('two plans need a choice, none needs one made', async () => {
    const path = await repository({
      'plans/a.plan.yaml': PLAN.replace('shop', 'a'),
      'plans/b.plan.yaml': PLAN.replace('shop', 'b'),
    });
    await fails(path, ['status'], { exit: 1, code: 'plan.choose', says: /a\.plan\.yaml.*b\.plan/ });
    const chosen = await cli(path, 'status', '--plan', 'b', '--json');
    expect(JSON.parse(chosen.stdout).feature).toBe('b');
    await fails(await repository(), ['status'], { exit: 1, code: 'plan.none', says: /no plan/ });
  });
});

describe('starting where something is in the way', () => {
  test('a folder', async () => {
    const path = await planned();
    await mkdir(`${path}-data`);
    await writeFile(join(`${path}-data`, 'precious'), 'x');
    const before = await made(path);
    await fails(path, start, { exit: 3, code: 'worktree.pathTaken', says: /-data/ });
    expect(await made(path)).toBe(before);
  });

  test('a branch that is checked out elsewhere', async () => {
    const path = await planned();
    await workspace.git(path, 'worktree', 'add', '-q', '-b', 'feature/shop-data', `${path}-other`);
    const before = await made(path);
    const { code, stdout } = await cli(path, ...start, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout).error.message).toContain('-other');
    expect(await made(path)).toBe(before);
  });

  test('an unknown phase is a wrong word', async () => {
    const path = await planned();
    await fails(path, ['start', 'two'], { exit: 2, code: 'run.unknownTarget', says: /"two"/ });
  });

  test('no claude: nothing is made', async () => {
    const path = await planned();
    const before = await made(path);
    await fails(path, ['start', 'one'], { exit: 3, code: 'claude.notFound', says: /claude/ });
    expect(await made(path)).toBe(before);
  });

  test('a parent folder that cannot be written', async () => {
    const path = await planned();
    await mkdir(join(path, '.tributary'), { recursive: true });
    await writeFile(join(path, '.tributary/config.yaml'), 'worktreeRoot: a.txt\n');
    const before = await made(path);
    const { code, stdout } = await cli(path, ...start, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout).error.code).toMatch(/^worktree\./);
    expect(await made(path)).toBe(before);
  });
});

describe('a detached or moved checkout', () => {
  test('a detached HEAD is fine', async () => {
    const path = await planned();
    await workspace.git(path, 'checkout', '--quiet', '--detach');
    expect((await cli(path, ...start)).code).toBe(0);
  });

  test('the base only on origin is taken, and said', async () => {
    const path = await planned(PLAN.replace('base: main', 'base: trunk'));
    const head = await workspace.git(path, 'rev-parse', 'HEAD');
    await workspace.git(path, 'update-ref', 'refs/remotes/origin/trunk', head);
    const { code, stdout } = await cli(path, ...start, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ base: head, notes: [/origin\/trunk/] });
  });

  test('a linked worktree leads to the main checkout', async () => {
    const path = await planned();
    expect((await cli(path, ...start)).code).toBe(0);
    const there = await workspace.cli(`${path}-data`, 'status', '--json');
    expect(JSON.parse(there.stdout).agents[0].worktree).toBe(`${path}-data`);
  });

  test('a link to the repository is the repository', async () => {
    const path = await planned();
    await symlink(path, `${path}-link`);
    const shown = await cli(`${path}-link`, 'plan', 'show', '--json');
    expect(JSON.parse(shown.stdout).feature).toBe('shop');
    await rm(`${path}-link`);
  });
});

describe('words', () => {
  test.each([
    [['no-such-command']],
    [['start']],
    [['status', '--no-such-option']],
    [['plan', 'new', 'no-template', 'x']],
    [['sync', 'one']],
    [['sync', 'one', '--merge', '--override', 'without-reason']],
    [['serve', '--port', 'many']],
    [['contracts', 'merge', '--base', 'a']],
  ])('%j: exit 2', async (words) => {
    const path = await planned();
    const { code, stdout } = await cli(path, ...words, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.code.length).toBeGreaterThan(0);
  });

  test('help exits with 0', async () => {
    expect((await workspace.cli(workspace.folder, '--help')).code).toBe(0);
    expect((await cli(workspace.folder, 'sync', '--help')).stdout).toContain('--leave-out');
  });
});

test('trust asks again when what would run changes', async () => {
  const text = PLAN.replace('merges: [data]', 'merges: [data], verify: ["true"]');
  const path = await planned(text);
  expect((await cli(path, ...start)).code).toBe(0);
  await workspace.commit(`${path}-data`, { 'b.txt': 'b\n' }, 'Data');
  const merge = ['sync', 'one', '--merge'];
  await fails(path, merge, { exit: 1, code: 'trust.required', says: /verify .*true/ });
  await trustHere(workspace, path);
  await writeFile(join(path, 'plans/shop.plan.yaml'), text.replace('"true"', '"true #2"'));
  await fails(path, merge, { exit: 1, code: 'trust.required', says: /true #2/ });
  await fails(path, ['trust', '--accept', '0'.repeat(64)], {
    exit: 1,
    code: 'trust.changed',
    says: /not what was shown/,
  });
  await trustHere(workspace, path);
  expect((await cli(path, ...merge)).code).toBe(0);
});

test('plan new converts the name of a feature, fits the plan to the repository, and says so', async () => {
  const path = await workspace.repository('fitted', { 'src/a.py': '', Makefile: 'test:\n' });
  const words = ['plan', 'new', 'full-stack', 'User Profile', '--about', 'People edit names.'];
  const made = await cli(path, ...words, '--json');
  expect(made.code, made.stderr).toBe(0);
  expect(JSON.parse(made.stdout)).toEqual({ file: 'plans/user-profile.plan.yaml' });
  expect(made.stderr).toContain('The feature is called user-profile.');
  expect(made.stderr).toContain(
    'backend: No folder is named for Backend; the source folders: src/**: 1 file, Python.',
  );
  expect(made.stderr).toContain('Sync points run: make test.');
  const plan = JSON.parse((await cli(path, 'plan', 'show', '--json')).stdout);
  expect(plan.about).toBe('People edit names.');
  expect(plan.syncs['phase-1'].verify).toEqual(['make test']);
  expect((await cli(path, 'plan', 'lint')).stdout).toContain('nothing to report');
  await fails(path, words, { exit: 1, code: 'plan.exists', says: /user-profile/ });
  await fails(path, ['plan', 'new', 'blank', '!!'], {
    exit: 1,
    code: 'plan.invalidName',
    says: /"!!" cannot be a feature name/,
  });
  await fails(path, ['plan', 'new', 'full-stack', 'x', '--include', 'data,ops'], {
    exit: 2,
    code: 'plan.unknownAgent',
    says: /has no agent ops/,
  });
  await fails(path, ['plan', 'new', 'constructor', 'x'], {
    exit: 2,
    code: 'plan.unknownTemplate',
    says: /constructor/,
  });
});

test('plan commit takes the plan alone', async () => {
  const path = await planned();
  await writeFile(join(path, 'a.txt'), 'mine\n');
  await writeFile(join(path, 'staged.txt'), 'staged\n');
  await workspace.git(path, 'add', 'staged.txt');
  const { code, stdout } = await cli(path, 'plan', 'commit', '--json');
  expect(code).toBe(0);
  const { commit } = JSON.parse(stdout);
  expect(await workspace.git(path, 'show', '--name-only', '--format=', commit)).toBe(
    'plans/shop.plan.yaml',
  );
  const status = await workspace.git(path, 'status', '--porcelain');
  expect(status.split('\n').sort()).toEqual(['A  staged.txt', 'M a.txt'].sort());
  await fails(path, ['plan', 'commit'], {
    exit: 1,
    code: 'plan.nothingToCommit',
    says: /as it is/,
  });
});
