import { expect, test } from 'vitest';
import { CoreFailure, expectedFailure } from './failure.ts';

const message = 'It failed.';

test('a failure has the remedy and the exit code of the list', () => {
  const refused = new CoreFailure({ code: 'sync.busy', message });
  expect(refused).toMatchObject({ remedy: 'Wait until it is done.', exit: 1, data: {} });
  expect(new CoreFailure({ code: 'git.busy', message }).exit).toBe(3);
  expect(new CoreFailure({ code: 'cli.words', message }).exit).toBe(2);
});

test('a remedy of the list shows the data of the failure', () => {
  const data = { agent: 'a', carriedBy: 'b' };
  const { remedy } = new CoreFailure({ code: 'sync.carried', message, data });
  expect(remedy).toBe('Leave out "b" too, or neither of them.');
});

test('a remedy that is more exact than that of the list wins, and is shown as it is', () => {
  const remedy = 'Move {hash} away.';
  const own = new CoreFailure({ code: 'trust.required', message, remedy, data: { hash: 'x' } });
  expect(own.remedy).toBe(remedy);
});

test('a full disk is expected, a bug is not', () => {
  const full = Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC' });
  expect(expectedFailure(full)).toMatchObject({ code: 'disk.notWritten', exit: 3 });
  expect(expectedFailure(full)?.remedy).toContain('space');
  expect(expectedFailure(new TypeError('x is undefined'))).toBeNull();
});
