import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Repaired, repairLanding } from './repair-landing.ts';
import { makeSync, type SyncFixture } from './sync-fixture.ts';

/** A checkout of `feature/x` as a killed fast-forward leaves it: some files written, the index and the branch not. */
let fixture: SyncFixture;
let from: string;
let to: string;
const LONG = 'new line\n'.repeat(50);

beforeEach(async () => {
  fixture = await makeSync({ one: {} });
  const { git, commit } = fixture;
  git(['switch', '-q', 'feature/x']);
  symlinkSync('a.txt', file('link'));
  from = commit({ 'c.txt': 'c\n', 'swap/in.txt': 'in\n', 'crlf.txt': 'old\n', 'run.sh': 'x\n' });
  git(['switch', '-q', '--detach']);
  rmSync(file('link'));
  symlinkSync('b.txt', file('link'));
  chmodSync(file('run.sh'), 0o755);
  rmSync(file('swap'), { recursive: true });
  to = commit({
    'a.txt': LONG,
    'b.txt': null,
    'c.txt': 'C\n',
    swap: 'a file now\n',
    'new/deep.txt': 'deep\n',
    'crlf.txt': 'new\n',
  });
  git(['switch', '-q', 'feature/x']);
});
afterEach(() => fixture.remove());

const file = (name: string) => join(fixture.path, name);
const status = () => fixture.git(['status', '--porcelain']);
const text = (name: string) => readFileSync(file(name), 'utf8');

function repair(traces: { since?: number; died?: boolean } = {}): Promise<Repaired> {
  const place = { worktree: fixture.path, branch: 'feature/x', from, to };
  return repairLanding(fixture.repo, { ...place, since: 0, died: true, ...traces });
}

test('restores every file that git had started to write', async () => {
  writeFileSync(file('a.txt'), LONG.slice(0, 40));
  rmSync(file('b.txt'));
  rmSync(file('c.txt'));
  rmSync(file('swap'), { recursive: true });
  writeFileSync(file('swap'), 'a file now\n');
  mkdirSync(file('new'));
  writeFileSync(file('new/deep.txt'), 'deep\n');
  rmSync(file('link'));
  symlinkSync('b.txt', file('link'));
  chmodSync(file('run.sh'), 0o755);
  const { landed, saved, theirs } = await repair();
  expect({ landed, theirs }).toEqual({ landed: false, theirs: [] });
  expect(status()).toBe('');
  expect(existsSync(file('new'))).toBe(false);
  expect(lstatSync(file('link')).isSymbolicLink()).toBe(true);
  expect(statSync(file('run.sh')).mode & 0o111).toBe(0);
  // A partial file could also be one that a person shortened.
  expect(fixture.git(['show', `${saved}:a.txt`])).toBe(LONG.slice(0, 40).trimEnd());
});

test('restores files with converted line ends', async () => {
  fixture.git(['config', 'core.autocrlf', 'true']);
  writeFileSync(file('crlf.txt'), 'new\r\n');
  await repair();
  expect(text('crlf.txt')).toBe('old\r\n');
});

test('moves the branch when git had already written the index', async () => {
  fixture.git(['read-tree', '-m', '-u', from, to]);
  expect(await repair()).toMatchObject({ landed: true });
  expect(fixture.tip()).toBe(to);
  expect(status()).toBe('');
});

describe('keeps changes that git did not make', () => {
  test('edits of files that the landing changes, and of other files', async () => {
    writeFileSync(file('a.txt'), 'mine\n');
    writeFileSync(file('c.txt'), 'C\n');
    writeFileSync(file('other.txt'), 'mine too\n');
    expect(await repair()).toMatchObject({ landed: false, theirs: ['a.txt'] });
    expect([text('a.txt'), text('c.txt'), text('other.txt')]).toEqual([
      'mine\n',
      'c\n',
      'mine too\n',
    ]);
  });

  test('files from before the landing, even with equal content', async () => {
    writeFileSync(file('c.txt'), 'C\n');
    mkdirSync(file('new'));
    writeFileSync(file('new/deep.txt'), 'deep\n');
    rmSync(file('b.txt'));
    const since = Date.now() + 1_000;
    expect(await repair({ since, died: false })).toMatchObject({
      theirs: ['c.txt', 'new/deep.txt'],
    });
    expect([text('c.txt'), text('new/deep.txt'), existsSync(file('b.txt'))]).toEqual([
      'C\n',
      'deep\n',
      false,
    ]);
  });

  test('entries staged since the landing', async () => {
    writeFileSync(file('c.txt'), 'staged\n');
    fixture.git(['add', 'c.txt']);
    writeFileSync(file('a.txt'), LONG);
    await repair();
    expect(status()).toBe('M  c.txt');
  });
});
