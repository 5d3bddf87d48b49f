import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeHostManifest } from '../../../../../scripts/package/write-host-manifest.mjs';
import { createSessions } from '../create-sessions.ts';
import { hostDirectory } from '../host-directory.ts';
import { createStage, eventually, isRunning } from '../session-fixture.ts';
import { makeHostPackage } from './host-package-fixture.ts';
import { removeOldHosts } from './remove-old-hosts.ts';
import { findPrograms, packagedHost, stagedHost } from './staged-host.ts';

const AN_HOUR = 3_600_000;

let folder: string;
let source: string;
let home: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-staged-')));
  source = makeHostPackage(join(folder, 'package'));
  home = join(folder, 'home');
});
afterEach(() => rmSync(folder, { recursive: true }));

function copies(): string[] {
  return readdirSync(join(home, 'host'));
}

function staged(source: string) {
  return stagedHost(home, () => packagedHost(source));
}

function hashOf(source: string): string {
  return JSON.parse(readFileSync(join(source, 'host.json'), 'utf8')).hash;
}

test('is copied once to a folder named by its content, and run from there', async () => {
  chmodSync(join(source, 'package.json'), 0o444);
  const find = staged(source);
  const { node, scripts } = await find();
  const copy = join(home, 'host', hashOf(source));
  expect(node).toEqual({ file: join(copy, 'tributary-host'), env: {} });
  expect(scripts).toBe(join(copy, 'out/main'));
  expect(statSync(node.file).mode & 0o777).toBe(0o700);
  const made = statSync(node.file).ino;
  rmSync(source, { recursive: true });
  expect((await find()).node).toEqual(node);
  expect(statSync(node.file).ino).toBe(made);
});

test('many that copy at once leave one whole copy', async () => {
  const found = await Promise.all(
    Array.from({ length: 6 }, () => staged(source)().then(({ scripts }) => scripts)),
  );
  expect(new Set(found).size).toBe(1);
  expect(copies()).toEqual([hashOf(source)]);
});

test('a package with a changed file is refused, and nothing of it stays', async () => {
  appendFileSync(join(source, 'out/main/session-host.js'), '\nprocess.exit(1);\n');
  await expect(staged(source)()).rejects.toThrow('not the file that was packaged');
  expect(copies()).toEqual([]);
});

test('programs that were signed after packaging are taken as they are', async () => {
  writeHostManifest(source, { node: 'tributary-host', scripts: 'out/main', signed: true });
  appendFileSync(join(source, 'tributary-host'), '# signed\n');
  const { node } = await staged(source)();
  expect(readFileSync(node.file, 'utf8')).toContain('# signed');
  const made = statSync(node.file).ino;
  await staged(source)();
  expect(statSync(node.file).ino).toBe(made);
  rmSync(node.file);
  await staged(source)();
  expect(existsSync(node.file)).toBe(true);
});

test('a copy that lacks something, or has gone, is made again', async () => {
  const find = staged(source);
  const { node, scripts } = await find();
  rmSync(join(scripts, 'sim.js'));
  await staged(source)();
  expect(existsSync(join(scripts, 'sim.js'))).toBe(true);
  rmSync(join(home, 'host'), { recursive: true });
  await find();
  expect(existsSync(node.file)).toBe(true);
});

test('sessions run from the copy, which stays until no manifest names it', async () => {
  const stage = createStage({ home });
  const programs = staged(source);
  const sessions = createSessions({ home, programs, version: 'old' });
  const view = await sessions.start(stage.request('a', { runs: { command: 'sleep 60' } }));
  const { scripts } = await programs();
  const status = sessions.status();
  if (status.state !== 'connected') throw new Error('The host is not connected');
  const copy = join(home, 'host', hashOf(source));
  utimesSync(copy, 1, 1);

  const next = makeHostPackage(join(folder, 'next'), 'another version');
  await staged(next)();
  const manifests = hostDirectory(home);
  const now = Date.now() + AN_HOUR;
  await removeOldHosts({ copies: join(home, 'host'), manifests, current: hashOf(next), now });
  expect(copies().sort()).toEqual([hashOf(source), hashOf(next)].sort());
  expect(isRunning(view.pid)).toBe(true);

  await sessions.dispose();
  await stage[Symbol.asyncDispose]();
  await eventually(() => !isRunning(status.pid));
  await removeOldHosts({ copies: join(home, 'host'), manifests, current: hashOf(next), now });
  expect(copies()).toEqual([hashOf(next)]);
  expect(existsSync(scripts)).toBe(false);
});

test('a copy that was used a moment ago stays, and what a copy left half done goes later', async () => {
  const all = join(home, 'host');
  for (const name of ['aaaa', 'bbbb.draft', 'current'])
    mkdirSync(join(all, name), { recursive: true });
  const clean = (now: number) =>
    removeOldHosts({ copies: all, manifests: join(home, 'run'), current: 'current', now });
  await clean(Date.now());
  expect(copies()).toHaveLength(3);
  await clean(Date.now() + AN_HOUR);
  expect(copies()).toEqual(['current']);
});

test('a build runs from a copy, too, by the node of the app: another build changes nothing', async () => {
  const scripts = join(source, 'out/main');
  const { node, scripts: copy } = await findPrograms({ scripts, home })();
  expect(node.file).toBe(process.execPath);
  expect(copy.startsWith(join(home, 'host'))).toBe(true);
  rmSync(source, { recursive: true });
  const stage = createStage({ home });
  const programs = async () => ({ node, scripts: copy });
  const sessions = createSessions({ home, programs, version: 'build' });
  const view = await sessions.start(stage.request('a', { runs: { command: 'sleep 60' } }));
  expect(isRunning(view.pid)).toBe(true);
  await sessions.dispose();
  await stage[Symbol.asyncDispose]();
});

test('scripts of a package lead to its host, others without a list are run where they are', async () => {
  const scripts = join(folder, 'cli/out/main');
  mkdirSync(scripts, { recursive: true });
  expect(await findPrograms({ scripts, home })()).toMatchObject({ scripts });
  writeFileSync(join(scripts, 'packaged.json'), JSON.stringify({ host: '../../../package' }));
  const found = await findPrograms({ scripts, home })();
  expect(found.node.file).toBe(join(home, 'host', hashOf(source), 'tributary-host'));
});
