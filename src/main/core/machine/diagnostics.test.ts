import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../api/app.ts';
import { log } from '../log.ts';
import { diagnostics } from './diagnostics.ts';

let home: string;
let app: App;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tributary-diagnostics-'));
  app = createApp({ home, scripts: home, version: '9.9.9', runtime: { electron: '45.0.0' } });
});
afterEach(async () => {
  await app.close();
  rmSync(home, { recursive: true });
});

test('versions, checks and the last incidents are told, with neither tokens nor the home folder', async () => {
  expect(await diagnostics(app)).toContain('No incidents in the log.');
  const id = log.incident('plan.edit', new Error(`token=abc123 in ${homedir()}/work`));
  log.error('not an incident', 'ordinary');
  const text = await diagnostics(app);
  expect(text).toMatch(/^Tributary 9\.9\.9\n/);
  expect(text).toContain('electron 45.0.0');
  expect(text).toMatch(/^git: ok, git \d/m);
  expect(text).toContain(`incident ${id} in plan.edit`);
  expect(text).toContain('token=[hidden] in ~/work');
  expect(text).not.toContain('abc123');
  expect(text).not.toContain('ordinary');
});

test('only the newest incidents are told, and damaged lines are left out', async () => {
  const ids = Array.from({ length: 12 }, (_, nth) => log.incident('radar', `number ${nth}`));
  const text = await diagnostics(app);
  expect(text).not.toContain(ids[1]);
  expect(text).toContain(ids[2]);
  expect(text).toContain(ids[11]);
});
