import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setConfig } from './config/write-config.ts';
import { openRepository } from './git/repository.ts';
import { makeRepository, type RepositoryFixture } from './git/repository-fixture.ts';
import { createPlan } from './plan/create-plan.ts';
import { PlanEditor } from './plan/editor.ts';
import { choosePlanFile, describePlanFiles, planTextAt, readPlan } from './plan/files.ts';
import { savedHistoryOf } from './plan/saved-history.ts';
import { Trust } from './trust/trust.ts';

const TEXT = 'version: 1\nfeature: x\nbase: main\nagents: {}\nsyncs: {}\n';
const FILE = 'plans/x.plan.yaml';

let repository: RepositoryFixture;
let at: (path: string) => string;
let outside: (path: string) => string;
beforeEach(() => {
  repository = makeRepository({ 'a.txt': 'a\n' });
  at = (path) => join(repository.path, path);
  outside = (path) => join(repository.root, 'outside', path);
  mkdirSync(outside('plans'), { recursive: true });
});
afterEach(() => repository.remove());

async function create(feature: string): Promise<string> {
  const repo = await openRepository(repository.path);
  const config = async () => ({}) as never;
  return createPlan({ repo, config }, { template: 'blank', feature });
}

async function edit(): Promise<unknown> {
  const saved = savedHistoryOf(join(repository.root, 'home'), at(FILE));
  const editor = await PlanEditor.open({ checkout: repository.path, file: FILE, saved });
  try {
    return await editor.edit({ changes: [{ kind: 'setBase', base: 'develop' }] });
  } finally {
    editor.close();
  }
}

test('a folder of plans that is a link out of the repository is read and never written', async () => {
  symlinkSync(outside('plans'), at('plans'));
  writeFileSync(outside('plans/x.plan.yaml'), TEXT);
  const refused = {
    code: 'file.linked',
    message: `plans is a link to ${outside('plans')}, which is outside the repository: nothing is written there.`,
  };
  await expect(create('y')).rejects.toMatchObject(refused);
  await expect(edit()).rejects.toMatchObject(refused);
  expect(readdirSync(outside('plans'))).toEqual(['x.plan.yaml']);
  expect(readFileSync(outside('plans/x.plan.yaml'), 'utf8')).toBe(TEXT);
  expect((await readPlan(repository.path, FILE)).plan.feature).toBe('x');
});

test('a plan that is a link out of the repository or nowhere is not written, one to a file within is', async () => {
  mkdirSync(at('plans'));
  writeFileSync(outside('x.yaml'), TEXT);
  symlinkSync(outside('x.yaml'), at(FILE));
  await expect(edit()).rejects.toMatchObject({ code: 'file.linked', data: { link: FILE } });
  expect(readFileSync(outside('x.yaml'), 'utf8')).toBe(TEXT);

  rmSync(outside('x.yaml'));
  const gone = { code: 'file.linked', message: expect.stringContaining('which is not there') };
  await expect(planTextAt(repository.path, FILE)).rejects.toMatchObject(gone);
  await expect(create('x')).rejects.toMatchObject(gone);

  rmSync(at(FILE));
  writeFileSync(at('within.yaml'), TEXT);
  symlinkSync('../within.yaml', at(FILE));
  await edit();
  expect(readFileSync(at('within.yaml'), 'utf8')).toContain('base: develop');
});

test('a configuration that is a link out of the repository is not written', async () => {
  mkdirSync(at('.tributary'));
  writeFileSync(outside('config.yaml'), 'setup: ./a.sh\n');
  symlinkSync(outside('config.yaml'), at('.tributary/config.yaml'));
  await expect(setConfig(repository.path, ['setup'], './b.sh')).rejects.toMatchObject({
    code: 'file.linked',
  });
  expect(readFileSync(outside('config.yaml'), 'utf8')).toBe('setup: ./a.sh\n');
});

test('a file in the place of the folder of plans is named, with what to do', async () => {
  writeFileSync(at('plans'), 'not a folder\n');
  const refused = {
    code: 'file.noFolder',
    remedy: expect.stringContaining('Rename the file plans'),
  };
  expect(await describePlanFiles(repository.path)).toEqual([]);
  await expect(choosePlanFile(repository.path, null)).rejects.toMatchObject(refused);
  await expect(create('x')).rejects.toMatchObject(refused);
  await expect(readPlan(repository.path, FILE)).rejects.toMatchObject(refused);
});

test('a pipe among the plans holds nothing up that reads them all', async () => {
  mkdirSync(at('plans'));
  execFileSync('mkfifo', [at(FILE)]);
  await expect(planTextAt(repository.path, FILE)).rejects.toMatchObject({
    code: 'plan.unreadable',
  });
  const trust = new Trust(join(repository.root, 'home'));
  const shown = await trust.show(await openRepository(repository.path));
  expect(shown.items).toEqual([]);
});
