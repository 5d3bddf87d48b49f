import { expect, test } from 'vitest';
import { type LocalOrder, startHere, waitFor } from './process.ts';
import { eventually } from './session/session-fixture.ts';

const shell = (script: string, more: Partial<LocalOrder> = {}) =>
  startHere({ file: '/bin/sh', args: ['-c', script], env: process.env, ...more });

test('output, errors, input and exit code of a process', async () => {
  const end = await shell('cat; echo no >&2; exit 3', { input: 'in' }).ended;
  expect({ ...end, stdout: Buffer.from(end.stdout).toString() }).toEqual({
    code: 3,
    stdout: 'in',
    stderr: 'no\n',
  });
  expect((await shell('cat').ended).stdout).toHaveLength(0);
});

test('one that is late or cancelled ends, by force when it will not', async () => {
  const late = await waitFor(shell('exec sleep 60'), { timeoutMs: 50 });
  expect(late).toMatchObject({ timedOut: true, code: -1 });
  const stubborn = shell('trap "" TERM; echo ready; while :; do sleep 0.05; done');
  expect(await waitFor(stubborn, { timeoutMs: 300, graceMs: 200 })).toMatchObject({ code: -1 });
  const controller = new AbortController();
  const cancelled = waitFor(shell('exec sleep 60'), { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(cancelled).rejects.toThrow('enough');
  await expect(waitFor(shell('exec sleep 60'), { signal: controller.signal })).rejects.toThrow();
});

test('what it leaves behind holds nobody up, and is reached by its group', async () => {
  let pid = 0;
  const leaves = shell('sleep 60 & echo $!', {
    ownGroup: true,
    pipesMs: 50,
    onOutput: (text) => {
      pid ||= Number(text);
    },
  });
  expect((await leaves.ended).code).toBe(0);
  expect(process.kill(pid, 0)).toBe(true);
  leaves.kill('SIGKILL');
  await eventually(() => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  });
});

test('what cannot be started says so', async () => {
  const missing = startHere({ file: '/no/such/program', args: [], env: {} });
  await expect(missing.ended).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(missing.exited).rejects.toMatchObject({ code: 'ENOENT' });
});
