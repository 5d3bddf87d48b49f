import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';
import { runHere } from './here-fixture.ts';

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

const cli = (...words: readonly string[]) => runHere(workspace, folder, words);

async function merge(base: string, ours: string, theirs: string) {
  const sides = ['--base', base, '--ours', ours, '--theirs', theirs];
  const { code, stdout } = await cli('contracts', 'merge', ...sides, '--json');
  return { code, answer: JSON.parse(stdout) };
}

test('a merge to stdout, and as one JSON document', async () => {
  const sides = ['--base', 'base', '--ours', '/dev/null', '--theirs', 'theirs'];
  const plain = await cli('contracts', 'merge', ...sides);
  expect(plain.code).toBe(1);
  expect(plain.stdout).toBe(`<<<<<<< ours\n=======\n${THEIRS}>>>>>>> theirs\n`);
  expect(plain.stderr).toContain('conflict at the file: deleted by ours, changed by theirs');
  expect(await merge('base', 'ours', 'theirs')).toEqual({
    code: 0,
    answer: {
      outcome: 'clean',
      method: 'structure',
      text: MERGED,
      conflicts: [],
      decisions: [
        { path: 'a.x', kind: 'changed', side: 'ours' },
        { path: 'a.y', kind: 'changed', side: 'theirs' },
      ],
      findings: [],
    },
  });
});

test('a conflict is exit 1, with the path and what each side wrote', async () => {
  const { code, answer } = await merge('base', 'ours', 'other');
  expect(code).toBe(1);
  expect(answer.conflicts).toEqual([
    {
      path: 'a.x',
      kind: 'changed',
      base: '1',
      ours: '10',
      theirs: '30',
      places: { base: [8, 9], ours: [8, 10], theirs: [8, 10] },
      parties: ['ours', 'other'],
    },
  ]);
  expect(answer.text).toContain('<<<<<<< ours\n');
});

test('a conflict of several versions names all that changed the place, and no others', async () => {
  await writeFile(join(folder, 'fourth'), 'a:\n  x: 40\n  y: 2\n');
  const sides = ['--base', 'base', '--ours', 'ours', '--theirs', 'theirs', 'other', 'fourth'];
  const { code, stdout } = await cli('contracts', 'merge', ...sides, '--json');
  expect([code, JSON.parse(stdout).conflicts]).toMatchObject([
    1,
    [{ path: 'a.x', parties: ['ours', 'other', 'fourth'] }],
  ]);
  const plain = await cli('contracts', 'merge', ...sides);
  expect(plain.stderr).toContain('conflict at a.x: both changed it: ours, other, fourth');
});

test('a file that is none', async () => {
  const missing = await merge('base', 'nowhere', 'theirs');
  expect([missing.code, missing.answer.error.code]).toEqual([3, 'contracts.notRead']);
});

test('check: syntax and duplicate keys, by line and column', async () => {
  await writeFile(join(folder, 'twice.yaml'), 'a:\n  x: 1\n  x: 2\n');
  await writeFile(join(folder, 'broken.json'), '{ "a": \n');
  const words = ['contracts', 'check', 'twice.yaml', 'broken.json', 'base', '--json'];
  const { code, stdout } = await cli(...words);
  const { files } = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(files[0]).toEqual({
    path: 'twice.yaml',
    findings: [
      {
        rule: 'contract.duplicateKey',
        severity: 'error',
        path: 'a.x',
        message: 'line 3, column 3: the key x is already defined (line 2, column 3).',
      },
    ],
  });
  expect(files[1].findings[0]).toMatchObject({ rule: 'contract.syntax', message: /^line \d+, / });
  expect(files[2]).toEqual({ path: 'base', findings: [] });
});

test('diff: what is different by path, as JSON and in lines', async () => {
  const { code, stdout } = await cli('contracts', 'diff', 'base', 'ours', '--json');
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { changes: [{ path: 'a.x', kind: 'changed', from: '1', to: '10', breaking: true }] },
  ]);
  const plain = await cli('contracts', 'diff', 'base', '/dev/null');
  expect(plain.stdout).toBe('- the whole contract: a: x: 1 y: 2 (breaking)\n');
});

test('the merge driver: on a conflict %A holds markers; a failure is 1 and leaves %A', async () => {
  const drive = async (theirs: string) => {
    await writeFile(join(folder, 'A'), OURS);
    const { code } = await cli('contracts', 'merge-driver', 'base', 'A', theirs);
    return { code, text: await readFile(join(folder, 'A'), 'utf8') };
  };
  const conflict = await drive('other');
  expect(conflict.code).toBe(1);
  expect(conflict.text).toContain('<<<<<<< ours\n  x: 10\n=======\n  x: 30\n>>>>>>> theirs\n');
  expect(await drive('nowhere')).toEqual({ code: 1, text: OURS });
});

test('policies and keys of the configuration hold for the files that it names', async () => {
  const config = 'contracts: [{ name: r, path: r.yaml, identity: [{ rules: code }] }]\n';
  await mkdir(join(folder, '.tributary'));
  await writeFile(join(folder, '.tributary/config.yaml'), config);
  const rules = (...codes: readonly string[]) =>
    `rules:\n${codes.map((code) => `  - { code: ${code}, level: 1 }\n`).join('')}`;
  const files = { r0: rules('a'), r1: rules('a', 'b'), r2: rules('a', 'c') };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const sides = ['--base', 'r0', '--ours', 'r1', '--theirs', 'r2'];
  const named = await cli('contracts', 'merge', ...sides, '--path', 'r.yaml');
  expect([named.code, named.stdout]).toEqual([0, rules('a', 'b', 'c')]);
  expect((await cli('contracts', 'merge', ...sides)).code).toBe(1);
});

test('git merges with the driver where its lines alone conflict', async () => {
  const start = { 'api.yaml': BASE, '.gitattributes': 'api.yaml merge=tributary\n' };
  const path = await workspace.repository('driven', start);
  const words = [process.execPath, join(process.cwd(), 'bin/tributary.mjs')];
  const driver = `${words.map((word) => `"${word}"`).join(' ')} contracts merge-driver %O %A %B %P`;
  await workspace.git(path, 'switch', '--quiet', '--create', 'side');
  await workspace.commit(path, { 'api.yaml': THEIRS }, 'Theirs');
  await workspace.git(path, 'switch', '--quiet', '-');
  await workspace.commit(path, { 'api.yaml': OURS }, 'Ours');
  await expect(workspace.git(path, 'merge-tree', '--write-tree', 'HEAD', 'side')).rejects.toThrow();
  await workspace.git(path, 'config', 'merge.tributary.driver', driver);
  await workspace.git(path, 'merge', '--quiet', '--no-edit', 'side');
  expect(await readFile(join(path, 'api.yaml'), 'utf8')).toBe(MERGED);
});
