import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Progress } from '../../../shared/contract/common.ts';
import type { MergeOptions } from '../../../shared/contract/sync.ts';
import { makeProject, type ProjectFixture, write } from '../project/project-fixture.ts';
import { mergeSync, verifySync } from './sync.ts';
import { verifyLogPath } from './verify-log.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const SYNC = 'phase-1';
const DEADLINE_MS = 15_000;

function planOf(verify: string, sync = ''): string {
  return `version: 1
feature: x
base: main
agents:
  data: { role: data }
  designer: { role: designer }
  docs: { role: docs }
syncs:
  phase-1: { merges: [data, designer, docs], verify: [${verify}]${sync} }
`;
}

/** Three agents; each adds its own file. */
async function make(verify: string, sync = '', files: Readonly<Record<string, string>> = {}) {
  fixture = await makeProject({ 'a.txt': 'a\n', ...files }, planOf(verify, sync));
  for (const agent of ['data', 'designer', 'docs'])
    fixture.work(agent, { [`${agent}.txt`]: `${agent}\n` });
}

const progress: Progress[] = [];
async function merge(options: MergeOptions = {}, signal?: AbortSignal) {
  progress.length = 0;
  return mergeSync(fixture.run, {
    name: SYNC,
    options,
    signal,
    onProgress: (each) => progress.push(each),
  });
}
const view = async () => (await fixture.run.freshView()).syncs[0];
const integration = () => join(fixture.root, 'app-integration');
const tip = () => fixture.git(['rev-parse', 'feature/x']);
const onTip = (path: string) => fixture.git(['ls-tree', '--name-only', 'feature/x', path]) !== '';
const lastEnd = async () =>
  (await fixture.run.journal.read()).findLast((entry) => entry.kind === 'sync.end');

describe('a failed verification names the culprit', () => {
  test('two agents that fail only together', async () => {
    await make('"! [ -f data.txt ] || ! [ -f designer.txt ]"');
    const before = tip();
    const result = await merge();
    expect(result).toMatchObject({ outcome: 'verify-failed', culprits: ['data', 'designer'] });
    expect(result.message).toContain('Data alone passes, Data + Designer fails in `! [ -f data');
    expect(result.culprit).toContain('ended with exit code 1');
    expect(tip()).toBe(before);
    expect(await view()).toMatchObject({
      state: 'verify-failed',
      problem: { culprits: ['data', 'designer'] },
    });
    expect(await lastEnd()).toMatchObject({ culprits: ['data', 'designer'] });
    // The candidate contains all agents' files, so that a person can fix it.
    for (const agent of ['data', 'designer', 'docs'])
      expect(existsSync(join(integration(), `${agent}.txt`))).toBe(true);
    const steps = progress.flatMap((each) => (each.kind === 'step' ? [each] : []));
    const targets = steps.filter(({ step }) => step === 'search').map(({ target }) => target);
    expect(targets.slice(0, 4)).toEqual(['no agents', 'Data', 'Designer', 'Docs']);
    const log = readFileSync(verifyLogPath(fixture.project.repo, 'x', SYNC), 'utf8');
    expect(log).toContain('Retrying');
  });

  test('one agent alone; the others land without it, and it can be merged later', async () => {
    await make('"! [ -f designer.txt ] || [ -f repaired.txt ]"');
    expect(await merge()).toMatchObject({ culprits: ['designer'] });
    const first = await merge({ leaveOut: ['designer'] });
    expect(first.outcome).toBe('landed');
    const firstTip = tip();
    expect(await view()).toMatchObject({ state: 'done', leftOut: ['designer'] });
    fixture.work('designer', { 'repaired.txt': 'yes\n' });
    expect((await merge()).outcome).toBe('landed');
    expect(onTip('designer.txt')).toBe(true);
    const after = await fixture.run.freshView();
    expect(after.syncs[0]?.leftOut).toBeUndefined();
    expect(after.agents.map(({ state }) => state)).toEqual(['merged', 'merged', 'merged']);
    expect(fixture.git(['show', 'feature/x:plans/CURRENT.md'])).toMatch(/Data .*Docs .*Designer/);
    await expect(merge()).rejects.toMatchObject({ code: 'sync.landed' });
    const { undoLanded } = await import('../landing/undo-landed.ts');
    const { plan } = await fixture.project.plan('x');
    const undo = async () =>
      undoLanded(fixture.project.repo, {
        plan,
        facts: await fixture.run.facts(),
        journal: fixture.run.journal,
        sync: SYNC,
      });
    expect(await undo()).toMatchObject({ outcome: 'undone', commit: firstTip });
    expect(await view()).toMatchObject({ state: 'done', leftOut: ['designer'] });
    expect(await undo()).toMatchObject({ outcome: 'undone' });
    expect(await view()).toMatchObject({ state: 'ready' });
  });

  test('no agent when the base fails, also without landing', async () => {
    await make('"exit 3"');
    const result = await verifySync(fixture.run, { name: SYNC });
    expect(result).toMatchObject({ outcome: 'failed', culprits: [] });
    expect(result.message).toContain('without any of them');
    expect(fixture.git(['for-each-ref', 'refs/tributary/candidate'])).toBe('');
  });

  test('ends a search after its time limit and keeps the verdict', async () => {
    await make('"[ -f data.txt ] && exit 1; sleep 1.5"', ', timeout: 2');
    const result = await merge();
    expect(result).toMatchObject({ outcome: 'verify-failed', culprits: ['data'] });
    expect(result.message).toMatch(/ended early \(out of time\). Known so far: Data fails in/);
  });
});

test('cancelling the search keeps the verdict and the full candidate in the integration worktree', async () => {
  await make('"! [ -f data.txt ] || ! [ -f docs.txt ]"');
  const stop = new AbortController();
  const result = await mergeSync(fixture.run, {
    name: SYNC,
    options: {},
    signal: stop.signal,
    onProgress: (each) => {
      if (each.kind === 'step' && each.step === 'search' && each.target === 'Data') stop.abort();
    },
  });
  expect(result).toMatchObject({ outcome: 'verify-failed', culprits: [] });
  expect(result.message).toContain('ended early (cancelled)');
  expect(existsSync(join(integration(), 'docs.txt'))).toBe(true);
  expect(fixture.git(['for-each-ref', 'refs/tributary/candidate'])).toBe('');
});

test('ends and names a step that exceeds its timeout', async () => {
  await make('"sleep 60"', ', timeout: 1');
  const { outcome, culprit } = await merge();
  expect(outcome).toBe('verify-failed');
  expect(culprit).toBe('`sleep 60` did not end within 1 s');
});

test('reports a step that passes on retry as flaky and continues', async () => {
  await make('"mkdir .tried-once 2>/dev/null && exit 1; rmdir .tried-once"');
  const step = 'mkdir .tried-once 2>/dev/null && exit 1; rmdir .tried-once';
  expect(await merge()).toMatchObject({ outcome: 'landed', flaky: [step] });
  expect(await lastEnd()).toMatchObject({ outcome: 'landed', flaky: [step] });
});

/** A zombie process, which nobody has waited for, has ended too. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('cancelling kills all processes of the verification', async () => {
  await make(`"sh -c 'echo $$ > pid.secret; exec sleep 600'"`, '', { '.gitignore': '*.secret\n' });
  const stop = new AbortController();
  const running = merge({}, stop.signal);
  const file = join(integration(), 'pid.secret');
  const deadline = Date.now() + DEADLINE_MS;
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') {
    if (Date.now() > deadline) throw new Error('the verification did not start');
    await pause(20);
  }
  stop.abort();
  expect(await running).toMatchObject({ outcome: 'blocked' });
  const pid = Number(readFileSync(file, 'utf8'));
  while (isRunning(pid)) {
    if (Date.now() > deadline) throw new Error('the verification goes on');
    await pause(20);
  }
});

test('keeps installed files between candidates and runs set-up once per change of its inputs', async () => {
  await make('"test -f node_modules/installed"', '', { '.gitignore': 'node_modules\n' });
  write(fixture.path, {
    '.tributary/config.yaml': 'setup: "mkdir -p node_modules; echo x >> node_modules/installed"\n',
  });
  const { trust, repo } = fixture.project;
  await trust.accept(repo, (await trust.show(repo)).hash);
  const runs = () => readFileSync(join(integration(), 'node_modules/installed'), 'utf8').length / 2;
  const verified = async () => (await verifySync(fixture.run, { name: SYNC })).outcome;
  expect(await verified()).toBe('passed');
  fixture.work('data', { 'more.txt': 'more\n' });
  expect(await verified()).toBe('passed');
  expect(runs()).toBe(1);
  fixture.work('data', { 'package-lock.json': '{}\n' });
  expect((await merge()).outcome).toBe('landed');
  expect(runs()).toBe(2);
});

describe('a fix made in the integration worktree', () => {
  const red = '"! [ -f data.txt ] || [ -f fixed.txt ]"';

  test.each(['merge', 'squash'] as const)('is taken up (%s)', async (strategy) => {
    await make(red);
    const before = tip();
    expect((await merge({ strategy })).outcome).toBe('verify-failed');
    await expect(merge({ withFix: true })).rejects.toMatchObject({ code: 'sync.noFix', exit: 1 });
    const fix = fixture.commit({ 'fixed.txt': 'fixed\n' }, { cwd: integration() });
    expect(await view()).toMatchObject({ fix: { commit: fix, commits: 1 } });
    const result = await merge({ withFix: true });
    expect(result).toMatchObject({ outcome: 'landed', commit: tip() });
    expect(result.files.map(({ path }) => path)).toContain('fixed.txt');
    expect(onTip('fixed.txt')).toBe(true);
    const heads = (await fixture.run.freshView()).agents.flatMap(({ head }) => head ?? []);
    if (strategy === 'merge') {
      expect(tip()).toBe(fix);
      for (const head of heads) fixture.git(['merge-base', '--is-ancestor', head, 'feature/x']);
    } else {
      expect(fixture.git(['rev-parse', 'feature/x^'])).toBe(before);
      const message = fixture.git(['log', '-1', '--format=%B', 'feature/x']);
      for (const head of heads) expect(message).toContain(head);
    }
  });

  test('if uncommitted, closes the gate and is never lost', async () => {
    await make(red);
    await merge();
    fixture.commit({ 'half.txt': 'half\n' }, { cwd: integration() });
    writeFileSync(join(integration(), 'fixed.txt'), 'not committed\n');
    const closed = await merge({ withFix: true });
    expect(closed.outcome).toBe('blocked');
    expect(closed.gate.find(({ id }) => id === 'committed')?.message).toContain('fixed.txt');
    expect(readFileSync(join(integration(), 'fixed.txt'), 'utf8')).toBe('not committed\n');
    // A merge without the fix first saves the files of the old candidate.
    await merge();
    const [ref] = fixture
      .git(['for-each-ref', '--format=%(refname)', 'refs/tributary/snapshot'])
      .split('\n');
    expect(fixture.git(['show', `${ref}:fixed.txt`])).toBe('not committed');
    expect(fixture.git(['show', `${ref}:half.txt`])).toBe('half');
  });

  test('is kept if it fails again, and can be fixed further', async () => {
    await make(red);
    await merge();
    fixture.commit({ 'wrong.txt': 'no\n' }, { cwd: integration() });
    expect(await merge({ withFix: true })).toMatchObject({
      outcome: 'verify-failed',
      culprits: [],
    });
    fixture.commit({ 'fixed.txt': 'yes\n' }, { cwd: integration() });
    expect(await view()).toMatchObject({ fix: { commits: 2 } });
    expect((await merge({ withFix: true })).outcome).toBe('landed');
    expect(onTip('wrong.txt')).toBe(true);
  });

  test('is saved if it fails, before another candidate replaces it', async () => {
    await make(red);
    await merge();
    const fix = fixture.commit({ 'wrong.txt': 'no\n' }, { cwd: integration() });
    await merge({ withFix: true });
    await merge();
    expect(fixture.git(['for-each-ref', '--contains', fix, 'refs/tributary/snapshot'])).not.toBe(
      '',
    );
  });
});

describe('a step for claude', () => {
  const before = process.env['TRIBUTARY_CLAUDE'];
  const fake = (answer: string) => {
    const file = join(fixture.root, 'claude');
    writeFileSync(
      file,
      `#!/bin/sh\nprintf '%s\\n' "$@" > "$0.args"\ncat <<'END'\n${answer}\nEND\n`,
    );
    chmodSync(file, 0o755);
    process.env['TRIBUTARY_CLAUDE'] = file;
    return file;
  };
  afterEach(() => {
    if (before === undefined) delete process.env['TRIBUTARY_CLAUDE'];
    else process.env['TRIBUTARY_CLAUDE'] = before;
  });

  test('passes only by its last line, and cannot write files', async () => {
    await make('{ claude: "/verify it\'s all" }');
    const file = fake('Looked at everything.\n\nVERDICT: pass');
    expect((await merge()).outcome).toBe('landed');
    const args = readFileSync(`${file}.args`, 'utf8').split('\n');
    expect(args.slice(-3)).toEqual(['--', "/verify it's all", '']);
    expect(args).toContain('Edit,MultiEdit,Write,NotebookEdit');
  });

  test('an answer without a verdict fails and is quoted', async () => {
    await make('{ claude: /verify }');
    fake('All tests pass, I think.');
    const { outcome, culprit } = await merge({ leaveOut: ['designer', 'docs'] });
    expect(outcome).toBe('verify-failed');
    expect(culprit).toBe('`claude /verify` gave no verdict: All tests pass, I think.');
  });

  test('starts nothing without claude', async () => {
    await make('{ claude: /verify }');
    process.env['TRIBUTARY_CLAUDE'] = join(fixture.root, 'nowhere');
    await expect(merge()).rejects.toMatchObject({ exit: 3, code: 'claude.settingWrong' });
    expect((await fixture.run.journal.read()).some(({ kind }) => kind === 'sync.begin')).toBe(
      false,
    );
  });
});
