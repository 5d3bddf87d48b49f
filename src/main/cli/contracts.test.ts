import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';

const BASE = 'a:\n  x: 1\n  y: 2\n';
const OURS = 'a:\n  x: 10\n  y: 2\n';
const THEIRS = 'a:\n  x: 1\n  y: 20\n';
const OTHER = 'a:\n  x: 30\n  y: 2\n';
const MERGED = 'a:\n  x: 10\n  y: 20\n';

let workspace: Workspace;
let folder: string;

beforeAll(async () => {
  workspace = await Workspace.create();
  folder = join(workspace.folder, 'files');
  await mkdir(folder);
  const files = { base: BASE, ours: OURS, theirs: THEIRS, other: OTHER };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterAll(() => workspace.remove());

async function merge(base: string, ours: string, theirs: string) {
  const sides = ['--base', base, '--ours', ours, '--theirs', theirs];
  const { code, stdout } = await workspace.cli(folder, 'contracts', 'merge', ...sides, '--json');
  return { code, answer: JSON.parse(stdout) };
}

test('a merge to stdout, and as one JSON document', async () => {
  const sides = ['--base', 'base', '--ours', 'ours', '--theirs', 'theirs'];
  const plain = await workspace.cli(folder, 'contracts', 'merge', ...sides);
  expect([plain.code, plain.stdout]).toEqual([0, MERGED]);
  expect(await merge('base', 'ours', 'theirs')).toEqual({
    code: 0,
    answer: { outcome: 'clean', method: 'structure', text: MERGED, conflicts: [], findings: [] },
  });
});

test('a conflict is exit 1, with the path and what each side wrote', async () => {
  const { code, answer } = await merge('base', 'ours', 'other');
  expect(code).toBe(1);
  expect(answer.conflicts).toEqual([
    { path: 'a.x', kind: 'changed', base: '1', ours: '10', theirs: '30' },
  ]);
  expect(answer.text).toContain('<<<<<<< ours\n');
});

test('a missing side: deleted against changed is a conflict, against nothing it is deleted', async () => {
  const changed = await merge('base', '/dev/null', 'theirs');
  expect([changed.code, changed.answer.conflicts[0].kind]).toEqual([1, 'deleted-by-ours']);
  const gone = await merge('base', '/dev/null', 'base');
  expect([gone.code, gone.answer.outcome, gone.answer.text]).toEqual([0, 'clean', '']);
  const added = await merge('/dev/null', 'ours', 'other');
  expect([added.code, added.answer.conflicts[0].kind]).toEqual([1, 'added']);
});

test('words and files that are none', async () => {
  const { code } = await workspace.cli(folder, 'contracts', 'merge', '--base', 'base', '--json');
  expect(code).toBe(2);
  const missing = await merge('base', 'nowhere', 'theirs');
  expect([missing.code, missing.answer.error.code]).toEqual([3, 'contracts.notRead']);
});

test('binary is unsupported; not UTF-8 and too large are merged as text, and say so', async () => {
  await writeFile(join(folder, 'binary'), Buffer.from([0, 1, 2, 0, 255]));
  const binary = await merge('base', 'binary', 'theirs');
  expect([binary.code, binary.answer.outcome]).toEqual([1, 'unsupported']);
  await writeFile(join(folder, 'latin'), Buffer.from('a:\n  x: \xe9\n  y: 2\n', 'latin1'));
  const latin = await merge('base', 'latin', 'theirs');
  expect([latin.answer.method, latin.answer.findings[0].message]).toEqual([
    'fallback',
    'Merged as text: It is not valid UTF-8.',
  ]);
  await writeFile(join(folder, 'large'), `${OURS}# ${'x'.repeat(2_000_000)}\n`);
  const large = await merge('base', 'large', 'theirs');
  expect(large.answer.findings[0].message).toContain('larger than 2 MB');
});

test('check: syntax and duplicate keys, by line and column', async () => {
  await writeFile(join(folder, 'twice.yaml'), 'a:\n  x: 1\n  x: 2\n');
  await writeFile(join(folder, 'broken.json'), '{ "a": \n');
  const words = ['contracts', 'check', 'twice.yaml', 'broken.json', 'base', '--json'];
  const { code, stdout } = await workspace.cli(folder, ...words);
  const { files } = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(files[0]).toEqual({
    path: 'twice.yaml',
    findings: [
      {
        rule: 'contract.duplicateKey',
        severity: 'error',
        path: 'a.x',
        message: 'line 3, column 3: the key x is there already (line 2, column 3).',
      },
    ],
  });
  expect(files[1].findings[0]).toMatchObject({ rule: 'contract.syntax', message: /^line \d+, / });
  expect(files[2]).toEqual({ path: 'base', findings: [] });
  expect((await workspace.cli(folder, 'contracts', 'check', 'base')).code).toBe(0);
});

test('the merge driver: %A holds the result, or markers; a failure is 1 and leaves %A', async () => {
  const drive = async (theirs: string) => {
    await writeFile(join(folder, 'A'), OURS);
    const { code } = await workspace.cli(folder, 'contracts', 'merge-driver', 'base', 'A', theirs);
    return { code, text: await readFile(join(folder, 'A'), 'utf8') };
  };
  expect(await drive('theirs')).toEqual({ code: 0, text: MERGED });
  const conflict = await drive('other');
  expect(conflict.code).toBe(1);
  expect(conflict.text).toContain('<<<<<<< ours\n  x: 10\n=======\n  x: 30\n>>>>>>> theirs\n');
  expect(await drive('nowhere')).toEqual({ code: 1, text: OURS });
});
