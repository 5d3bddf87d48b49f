import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync } from '../sync/sync.ts';
import { finishMerge, undoFinish } from './finish-merge.ts';
import { openPullRequest } from './finish-push.ts';
import { finishView } from './finish-view.ts';

let fixture: ProjectFixture;
const PATH = process.env['PATH'];
beforeEach(async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  fixture.work('one', { 'one.txt': '1\n' });
  fixture.work('two', { 'two.txt': '2\n' });
});
afterEach(async () => {
  process.env['PATH'] = PATH;
  await fixture.close();
});

const land = () => mergeSync(fixture.run, { name: 'phase-1', options: {} });
const show = (ask = false) => finishView(fixture.run, ask);
const finish = (strategy: 'merge' | 'squash' = 'merge') => finishMerge(fixture.run, { strategy });
const at = (branch: string) => fixture.git(['rev-parse', branch]);

function addRemote(): string {
  const bare = join(fixture.root, 'remote.git');
  fixture.git(['init', '-q', '--bare', bare]);
  fixture.git(['remote', 'add', 'origin', 'https://me:tok@github.com/acme/shop.git']);
  fixture.git(['config', 'remote.origin.pushurl', bare]);
  return bare;
}

/** A program named gh: it writes down its words and its input, and answers by its second word. */
function fakeGh(answers: {
  readonly auth?: string;
  readonly view?: string;
  readonly create?: string;
}) {
  const folder = join(fixture.root, 'bin');
  mkdirSync(folder);
  const file = join(folder, 'gh');
  writeFileSync(
    file,
    `#!/bin/sh
printf '%s\\n' "$@" > "${folder}/$2.words"
case "$2" in
status) ${answers.auth ?? 'exit 0'};;
view) ${answers.view ?? 'exit 1'};;
create) cat > "${folder}/create.input"; ${answers.create ?? 'exit 1'};;
esac
`,
  );
  chmodSync(file, 0o755);
  process.env['PATH'] = `${folder}${delimiter}${PATH}`;
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    words: (command: string) => read(`${command}.words`).split('\n'),
    input: () => read('create.input'),
  };
}

describe('what stands', () => {
  test('before and after the last sync point, and after a push', async () => {
    expect(await show()).toMatchObject({
      branch: 'feature/x',
      base: 'main',
      ahead: 0,
      unfinished: 'Not merged yet: phase-1.',
      remote: null,
      pushed: 'no',
      compareUrl: null,
      merge: { possible: false, conflicts: [], landed: null, undo: { possible: false } },
    });
    await land();
    addRemote();
    expect(await show()).toMatchObject({
      ahead: 4,
      unfinished: null,
      remote: { name: 'origin' },
      merge: { possible: true, reason: null },
    });
    fixture.git(['update-ref', 'refs/remotes/origin/feature/x', 'feature/x^']);
    expect((await show()).pushed).toBe('behind');
    fixture.git(['update-ref', 'refs/remotes/origin/feature/x', 'feature/x']);
    expect((await show()).pushed).toBe('yes');
    const other = fixture.git(['commit-tree', '-m', 'other', 'feature/x^{tree}']);
    fixture.git(['update-ref', 'refs/remotes/origin/feature/x', other]);
    expect((await show()).pushed).toBe('diverged');
  });

  test('a known host has a page, and no token is shown', async () => {
    fixture.git(['remote', 'add', 'origin', 'https://me:tok@github.com/acme/shop.git']);
    const view = await show();
    expect(view.remote?.url).toBe('https://github.com/acme/shop.git');
    expect(view.compareUrl).toBe('https://github.com/acme/shop/compare/main...feature/x?expand=1');
    expect(JSON.stringify(view)).not.toContain('tok@');
  });

  test('gh: missing, signed out, slow, and with a pull request and its checks', async () => {
    process.env['PATH'] = '/usr/bin:/bin';
    const missing = (await show()).gh;
    expect(['missing', 'signed-out', 'ready']).toContain(missing);
    const checks = [
      {
        __typename: 'CheckRun',
        name: 'test',
        status: 'COMPLETED',
        conclusion: 'SUCCESS',
        detailsUrl: 'https://ci/1',
      },
      {
        __typename: 'CheckRun',
        name: 'lint',
        status: 'IN_PROGRESS',
        conclusion: '',
        detailsUrl: '',
      },
      {
        __typename: 'StatusContext',
        context: 'deploy',
        state: 'FAILURE',
        targetUrl: 'https://ci/2',
      },
    ];
    const answer = {
      number: 7,
      url: 'https://github.com/a/b/pull/7',
      state: 'OPEN',
      statusCheckRollup: checks,
    };
    const gh = fakeGh({ view: `echo '${JSON.stringify(answer)}'` });
    expect(await show()).toMatchObject({ gh: 'ready', pullRequest: null });
    expect((await show(true)).pullRequest).toEqual({
      number: 7,
      url: 'https://github.com/a/b/pull/7',
      state: 'open',
      checks: [
        { name: 'test', state: 'success', url: 'https://ci/1' },
        { name: 'lint', state: 'in_progress', url: null },
        { name: 'deploy', state: 'failure', url: 'https://ci/2' },
      ],
    });
    expect(gh.words('view')).toContain('feature/x');
  });

  test('nobody signed in', async () => {
    fakeGh({ auth: 'exit 1' });
    expect((await show(true)).gh).toBe('signed-out');
  });
});

describe('a pull request', () => {
  const open = () =>
    openPullRequest(fixture.run, {
      title: '--web $(touch hacked) "quoted"',
      body: 'Line one\n\n`touch hacked`\n',
      draft: true,
    });

  test('is opened by gh after a push, with nothing read as an option or a command', async () => {
    await land();
    const bare = addRemote();
    const gh = fakeGh({ create: 'echo Creating; echo https://github.com/acme/shop/pull/9' });
    expect(await open()).toEqual({ url: 'https://github.com/acme/shop/pull/9' });
    expect(fixture.git(['rev-parse', 'feature/x'], bare)).toBe(at('feature/x'));
    const words = gh.words('create');
    expect(words).toContain('--title=--web $(touch hacked) "quoted"');
    expect(words).toEqual(expect.arrayContaining(['--base=main', '--head=feature/x', '--draft']));
    expect(gh.input()).toBe('Line one\n\n`touch hacked`\n');
  });

  test('that gh refuses is told in its words', async () => {
    await land();
    addRemote();
    fakeGh({ create: 'echo a pull request exists already >&2; exit 1' });
    await expect(open()).rejects.toMatchObject({
      code: 'finish.pullRequestFailed',
      message: expect.stringContaining('exists already'),
    });
  });

  test('without anybody signed in names the page, and pushes nothing', async () => {
    await land();
    const bare = addRemote();
    fixture.git(['remote', 'set-url', '--push', 'origin', 'git@github.com:acme/shop.git']);
    fakeGh({ auth: 'exit 1' });
    await expect(open()).rejects.toMatchObject({
      code: 'finish.noGh',
      remedy: expect.stringContaining('https://github.com/acme/shop/compare/main...feature/x'),
    });
    expect(fixture.git(['for-each-ref'], bare)).toBe('');
  });
});

describe('merging into the base', () => {
  test('is too early before the last sync point', async () => {
    await expect(finish()).rejects.toMatchObject({ code: 'finish.notYet', exit: 1 });
  });

  test('lands in the main checkout and keeps what the person edits there', async () => {
    await land();
    writeFileSync(join(fixture.path, 'a.txt'), 'mine\n');
    const before = at('main');
    const result = await finish();
    expect(result).toMatchObject({ outcome: 'landed', commit: at('main') });
    expect(readFileSync(join(fixture.path, 'one.txt'), 'utf8')).toBe('1\n');
    expect(fixture.git(['status', '--porcelain'])).toBe(' M a.txt');
    fixture.git(['merge-base', '--is-ancestor', 'feature/x', 'main']);
    const view = await show();
    expect(view.merge).toMatchObject({ landed: at('main'), possible: false });
    // Checked out here: undo says what to do.
    expect(await undoFinish(fixture.run)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('checked out'),
    });
    fixture.git(['switch', '-q', '--detach']);
    expect((await show()).merge.undo.possible).toBe(true);
    expect(await undoFinish(fixture.run)).toEqual({
      outcome: 'undone',
      commit: before,
      reason: null,
    });
    expect(at('main')).toBe(before);
    expect((await show()).merge.landed).toBeNull();
  });

  test('as one commit', async () => {
    await land();
    const before = at('main');
    expect((await finish('squash')).outcome).toBe('landed');
    expect(at('main^')).toBe(before);
    expect(fixture.git(['log', '-1', '--format=%B', 'main'])).toContain(at('feature/x'));
    expect(at('main^{tree}')).toBe(at('feature/x^{tree}'));
  });

  test('after a squash there is nothing left to merge, by either strategy, until more lands', async () => {
    await land();
    await finish('squash');
    const squashed = at('main');
    const merge = { possible: false, reason: 'main has everything already.', conflicts: [] };
    expect(await show()).toMatchObject({ ahead: 0, merge });
    const refused = { code: 'finish.notYet', message: expect.stringContaining('has everything') };
    await expect(finish()).rejects.toMatchObject(refused);
    await expect(finish('squash')).rejects.toMatchObject(refused);
    // Where the base went on with what it got, there is still nothing new.
    fixture.commit({ 'one.txt': 'changed since\n' });
    expect(await show()).toMatchObject({ ahead: 0, merge });
    await expect(finish()).rejects.toMatchObject(refused);
    // More work on the feature branch is new; and without the squash all of it is.
    const more = fixture.git(['commit-tree', '-p', 'feature/x', '-m', 'm', 'main^{tree}']);
    fixture.git(['update-ref', 'refs/heads/feature/x', more]);
    expect((await show()).ahead).toBe(1);
    fixture.git(['update-ref', 'refs/heads/main', `${squashed}^`]);
    expect((await show()).ahead).toBe(5);
  });

  test('tells beforehand what undoing would take, and whether the plan is committed', async () => {
    await land();
    const plan = join(fixture.path, 'plans/x.plan.yaml');
    writeFileSync(plan, `${readFileSync(plan, 'utf8')}# more\n`);
    const undoLater = expect.stringContaining('Switch that folder to another branch');
    expect(await show()).toMatchObject({
      uncommittedPlan: 'plans/x.plan.yaml',
      merge: { undoLater },
    });
    fixture.git(['commit', '-q', '-a', '-m', 'Plan']);
    fixture.git(['switch', '-q', '--detach']);
    expect(await show()).toMatchObject({ uncommittedPlan: null, merge: { undoLater: null } });
  });

  test('says what was built, by whom and what for', async () => {
    const about = 'about: People see their orders.\n';
    const plan = readFileSync(join(fixture.path, 'plans/x.plan.yaml'), 'utf8');
    writeFileSync(
      join(fixture.path, 'plans/x.plan.yaml'),
      plan
        .replace('feature: x\n', `feature: x\n${about}`)
        .replace('role: data', 'role: data, title: Orders'),
    );
    await land();
    const [one, two] = [at('feature/x-one'), at('feature/x-two')];
    const built = [
      'X: People see their orders.',
      'Built by:',
      `- Orders: feature/x-one ${one}\n- Two: feature/x-two ${two}`,
    ].join('\n\n');
    expect((await finish()).outcome).toBe('landed');
    const log = () => fixture.git(['log', '-1', '--format=%B', 'main']).trimEnd();
    expect(log()).toBe(`Merge feature/x into main\n\n${built}`);
    fixture.git(['switch', '-q', '--detach']);
    await undoFinish(fixture.run);
    expect((await finish('squash')).outcome).toBe('landed');
    expect(log()).toBe(`X\n\n${built}\n\nSquashed from feature/x ${at('feature/x')}.`);
    expect(fixture.git(['log', '-1', '--format=%gs', '-g', 'main'])).toBe('Merge X into main');
  });

  test('a conflict with the base is a result that moves nothing', async () => {
    await land();
    fixture.commit({ 'one.txt': 'other\n' });
    const before = at('main');
    expect((await show()).merge).toMatchObject({ possible: false, conflicts: ['one.txt'] });
    expect(await finish()).toMatchObject({
      outcome: 'conflict',
      message:
        'In conflict: one.txt. Merge main into feature/x with git, resolve the conflict there, commit, and merge again.',
    });
    expect(at('main')).toBe(before);
    expect((await fixture.run.freshView()).syncs[0]?.state).toBe('done');
  });

  test('a file in the way is refused with its name, and kept', async () => {
    await land();
    writeFileSync(join(fixture.path, 'one.txt'), 'precious\n');
    const result = await finish();
    expect(result).toMatchObject({ outcome: 'blocked' });
    expect(result.message).toContain('one.txt');
    expect(readFileSync(join(fixture.path, 'one.txt'), 'utf8')).toBe('precious\n');
  });
});
