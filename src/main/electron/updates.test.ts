import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Updater } from './updater-port.ts';
import { Updates, whyNoUpdates } from './updates.ts';

/** An updater that notes what it is told; `releases` are found one after the other. */
function fakeUpdater(releases: readonly (string | null | Error)[]) {
  const told: string[] = [];
  const left = [...releases];
  const updater: Updater = {
    async find() {
      told.push('find');
      const found = left.shift() ?? null;
      if (found instanceof Error) throw found;
      return found;
    },
    async download() {
      told.push('download');
    },
    installAtQuit: (on) => void told.push(`install ${on}`),
  };
  let merging = false;
  const updates = new Updates({
    version: '1.0.0',
    unavailable: null,
    merging: () => merging,
    async load() {
      told.push('load');
      return updater;
    },
  });
  const merge = () => {
    merging = true;
  };
  return { updates, told, merge };
}

test('nothing is loaded or asked before somebody asks, and nothing installed at quit', () => {
  const { updates, told } = fakeUpdater(['2.0.0']);
  updates.beforeExit();
  expect(told).toEqual([]);
});

test('a newer version is downloaded, and installed at the next quit', async () => {
  const { updates, told } = fakeUpdater(['2.0.0']);
  const answer = await updates.check();
  expect(answer).toMatchObject({ state: 'ready', message: expect.stringContaining('2.0.0') });
  updates.beforeExit();
  expect(told).toEqual(['load', 'find', 'download', 'install true']);
});

test('while a merge runs, quitting installs nothing', async () => {
  const { updates, told, merge } = fakeUpdater(['2.0.0']);
  await updates.check();
  merge();
  updates.beforeExit();
  expect(told.at(-1)).toBe('install false');
});

test('one that is downloaded is not fetched again, a still newer one is', async () => {
  const { updates, told } = fakeUpdater(['2.0.0', '2.0.0', '3.0.0']);
  for (const _ of [1, 2, 3]) await updates.check();
  expect(told.filter((word) => word === 'download')).toHaveLength(2);
  expect(told.filter((word) => word === 'load')).toHaveLength(1);
});

test('asked twice at once, it asks once; the newest version is said to be it', async () => {
  const { updates, told } = fakeUpdater([null]);
  const [one, other] = await Promise.all([updates.check(), updates.check()]);
  expect(one).toEqual(other);
  expect(one).toEqual({ state: 'current', message: 'Tributary 1.0.0 is the newest version.' });
  updates.beforeExit();
  expect(told).toEqual(['load', 'find']);
});

test('a failure is an answer, and the next question is asked anew', async () => {
  const { updates } = fakeUpdater([new Error('net::ERR_INTERNET_DISCONNECTED\n at x'), null]);
  expect(await updates.check()).toEqual({
    state: 'failed',
    message: 'Looking for updates failed: net::ERR_INTERNET_DISCONNECTED',
  });
  expect((await updates.check()).state).toBe('current');
});

test('a copy that cannot update itself says why, without loading anything', async () => {
  const resources = mkdtempSync(join(tmpdir(), 'tributary-updates-'));
  const copy = { packaged: true, resources, platform: 'darwin', env: {} } as const;
  expect(whyNoUpdates({ ...copy, packaged: false })).toContain('git or npm');
  expect(whyNoUpdates({ ...copy, platform: 'linux' })).toContain('package manager');
  expect(whyNoUpdates(copy)).toContain('no address');
  writeFileSync(join(resources, 'app-update.yml'), '');
  expect(whyNoUpdates(copy)).toBeNull();
  expect(whyNoUpdates({ ...copy, platform: 'linux', env: { APPIMAGE: '/x' } })).toBeNull();
  rmSync(resources, { recursive: true });

  const updates = new Updates({
    version: '1.0.0',
    unavailable: 'Because.',
    merging: () => false,
    load: () => Promise.reject(new Error('must not be loaded')),
  });
  expect(await updates.check()).toEqual({ state: 'unavailable', message: 'Because.' });
});
