import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MergeOptions } from '../../../shared/contract/sync.ts';
import { pushFeature } from '../finish/finish-push.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { mergeSync } from '../sync/sync.ts';
import { pushBranches } from './push.ts';
import { findRemote } from './remote.ts';

let fixture: ProjectFixture;
let bare: string;
beforeEach(async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  bare = join(fixture.root, 'remote.git');
  fixture.git(['init', '-q', '--bare', bare]);
  fixture.git(['remote', 'add', 'origin', bare]);
  fixture.work('one', { 'one.txt': '1\n' });
  fixture.work('two', { 'two.txt': '2\n' });
});
afterEach(() => fixture.close());

const merge = (options: MergeOptions) => mergeSync(fixture.run, { name: 'phase-1', options });
const there = (branch: string) =>
  fixture.git(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`], bare);
const here = (branch: string) => fixture.git(['rev-parse', branch]);

/** A program of the repository; it leaves a trace when it runs. */
function canary(name: string): { readonly path: string; ran(): boolean } {
  const path = join(fixture.root, name);
  writeFileSync(path, `#!/bin/sh\ntouch '${path}.ran'\nexit 1\n`);
  chmodSync(path, 0o755);
  return { path, ran: () => existsSync(`${path}.ran`) };
}

/** Says no to the branches that match. */
function rejecting(pattern: string): void {
  const hook = join(bare, 'hooks/update');
  writeFileSync(hook, `#!/bin/sh\ncase "$1" in ${pattern}) echo not here >&2; exit 1;; esac\n`);
  chmodSync(hook, 0o755);
}

test('agent branches go before the merge, the feature branch after it', async () => {
  const result = await merge({ push: true });
  expect(result.outcome).toBe('landed');
  expect(result.pushed.map(({ branch, ok }) => [branch, ok])).toEqual([
    ['feature/x-one', true],
    ['feature/x-two', true],
    ['feature/x', true],
  ]);
  for (const branch of ['feature/x', 'feature/x-one']) expect(there(branch)).toBe(here(branch));
  const { possible, reason } = (await fixture.run.freshView()).syncs[0]?.undo ?? {};
  expect({ possible, reason }).toMatchObject({ possible: false, reason: /pushed/ });
});

test('nothing is pushed unasked', async () => {
  expect(await merge({})).toMatchObject({ outcome: 'landed', pushed: [] });
  expect(there('feature/x')).toBe('');
});

test('a remote that rejects blocks nothing, is told, and can be tried again', async () => {
  rejecting('*');
  const result = await merge({ push: true });
  expect(result.outcome).toBe('landed');
  expect(result.pushed.map(({ ok }) => ok)).toEqual([false, false, false]);
  expect(result.pushed[0]?.message).toContain('not here');
  await expect(pushFeature(fixture.run, {})).rejects.toMatchObject({
    code: 'finish.pushFailed',
    exit: 1,
  });
  rejecting('nothing');
  expect(await pushFeature(fixture.run, {})).toEqual({
    remote: 'origin',
    ref: 'refs/heads/feature/x',
  });
  expect(there('feature/x')).toBe(here('feature/x'));
  const end = (await fixture.run.journal.read()).findLast(({ kind }) => kind === 'sync.end');
  expect(end).toMatchObject({ outcome: 'landed', pushed: [{}, {}, { ok: false }] });
});

test('one branch that is refused does not keep the others back, and nothing is forced', async () => {
  fixture.git(['push', '-q', 'origin', 'main:refs/heads/feature/x-one']);
  const clone = join(fixture.root, 'clone');
  fixture.git(['clone', '-q', '-b', 'feature/x-one', bare, clone]);
  fixture.git(['config', 'user.name', 'O'], clone);
  fixture.git(['config', 'user.email', 'o@example.com'], clone);
  const theirs = fixture.commit({ 'theirs.txt': 't\n' }, { cwd: clone });
  fixture.git(['push', '-q', 'origin', 'HEAD'], clone);
  const { pushed } = await merge({ push: true });
  expect(pushed.map(({ ok }) => ok)).toEqual([false, true, true]);
  expect(there('feature/x-one')).toBe(theirs);
});

test('without a remote, or one that is gone, it is said', async () => {
  fixture.git(['remote', 'set-url', 'origin', 'https://me:secret@localhost:1/x.git']);
  const gone = await merge({ push: true });
  expect(gone.outcome).toBe('landed');
  expect(gone.pushed[2]).toMatchObject({ ok: false });
  expect(JSON.stringify(gone)).not.toContain('secret');
  fixture.git(['remote', 'remove', 'origin']);
  await expect(pushFeature(fixture.run, {})).rejects.toMatchObject({
    code: 'finish.noRemote',
  });
});

describe('what the repository would run', () => {
  const push = async (trusted: boolean) => {
    const remote = await findRemote(fixture.project.repo, 'main');
    if (!remote) throw new Error('no remote');
    const branches = [{ branch: 'feature/x-one', oid: here('feature/x-one') }];
    return pushBranches(fixture.project.repo, { remote, branches, trusted });
  };

  test('a hook runs only when it is trusted', async () => {
    const hook = canary('pre-push');
    fixture.git(['config', 'core.hooksPath', fixture.root]);
    expect(await push(false)).toMatchObject([{ ok: true }]);
    expect(hook.ran()).toBe(false);
    fixture.git(['update-ref', '-d', 'refs/heads/feature/x-one'], bare);
    expect(await push(true)).toMatchObject([{ ok: false }]);
    expect(hook.ran()).toBe(true);
  });

  test('no ssh command, credential helper or receive-pack of its own', async () => {
    const [ssh, helper, pack] = [canary('ssh'), canary('helper'), canary('pack')];
    fixture.git(['config', 'core.sshCommand', ssh.path]);
    fixture.git(['config', 'credential.helper', `!${helper.path}`]);
    fixture.git(['config', 'credential.https://localhost:1.helper', `!${helper.path}`]);
    fixture.git(['config', 'remote.origin.receivepack', pack.path]);
    expect(await push(false)).toMatchObject([{ ok: true }]);
    fixture.git(['remote', 'set-url', 'origin', 'ssh://git@localhost:1/x.git']);
    expect(await push(false)).toMatchObject([{ ok: false }]);
    expect([ssh.ran(), helper.ran(), pack.ran()]).toEqual([false, false, false]);
    // The other way round: trusted, it is the repository's.
    await push(true);
    expect(ssh.ran()).toBe(true);
  });

  test('an address that is redirected is refused', async () => {
    const other = join(fixture.root, 'other.git');
    fixture.git(['init', '-q', '--bare', other]);
    fixture.git(['config', `url.${other}.pushInsteadOf`, bare]);
    await expect(push(false)).rejects.toMatchObject({ code: 'trust.required' });
  });
});
