import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { expandHome } from '../session/tributary-home.ts';
import { folderChoices } from './folders.ts';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-home-')));
  vi.stubEnv('HOME', home);
  for (const path of ['Work/shop/.git', 'work-notes', '.hidden', 'Music']) {
    mkdirSync(join(home, path), { recursive: true });
  }
  writeFileSync(join(home, 'work.txt'), '');
  symlinkSync('Work', join(home, 'work-link'));
  symlinkSync('nowhere', join(home, 'work-gone'));
});
afterEach(() => rmSync(home, { recursive: true }));

const names = async (typed: string) => (await folderChoices(typed)).choices.map(({ name }) => name);

test('folders that a path could go on to, whatever their case', async () => {
  expect(await names(`${home}/wo`)).toEqual(['Work', 'work-link', 'work-notes']);
  expect(await names('~/wo')).toEqual(['Work', 'work-link', 'work-notes']);
  expect(await names('$HOME/.h')).toEqual(['.hidden']);
  expect(await names('')).toEqual(['Music', 'Work', 'work-link', 'work-notes']);
  expect(await names('~')).toEqual(await names(''));
  expect((await folderChoices('~/Work/')).choices).toEqual([
    { name: 'shop', path: join(home, 'Work/shop'), repository: true },
  ]);
  expect(await names('/no/such/place')).toEqual([]);
  expect(await names(`${home}/work.txt/`)).toEqual([]);
});

test.each(['~/a b', '$HOME/a b', `\${HOME}/a b`])('%s is in the home folder', (typed) => {
  expect(expandHome(typed)).toBe(join(home, 'a b'));
});

test.each(['/~/x', 'a~', '~other/x', '$HOMEX/x', './$HOME'])('%s is taken as it is', (typed) => {
  expect(expandHome(typed)).toBe(typed);
});
