import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../../shared/contract/common.ts';
import { type App, createApp } from '../../api/app.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { removeFromProject } from '../housekeeping/clean-up.ts';
import { wantedPool } from '../housekeeping/pool-keeper.ts';
import type { Project } from '../project/project.ts';
import { readPool } from '../worktree/pool.ts';
import { readSetUpLog } from '../worktree/set-up-script.ts';
import { portEnvironment } from './port.ts';
import { setUpAgent } from './set-up-agent.ts';
import { startAgents } from './start.ts';

let fixture: RepositoryFixture;
let home = '';
let app: App;
let project: Project;

const AGENTS = ['one', 'two', 'three', 'four'];
const at = (name: string) => join(fixture.root, name);

beforeEach(() => {
  fixture = makeRepository();
  home = mkdtempSync(join(tmpdir(), 'tributary-home-'));
  for (const folder of ['plans', '.tributary']) mkdirSync(join(fixture.path, folder));
  const agents = AGENTS.map((name) => `  ${name}: { role: custom, runs: shell }\n`).join('');
  const plan = `version: 1\nfeature: x\nbase: main\nagents:\n${agents}syncs:\n  s:\n    merges: [${AGENTS}]\n`;
  writeFileSync(join(fixture.path, 'plans/x.plan.yaml'), plan);
});
afterEach(async () => {
  await app.close();
  fixture.remove();
  rmSync(home, { recursive: true });
});

async function open(config: string): Promise<void> {
  writeFileSync(join(fixture.path, '.tributary/config.yaml'), config);
  app = createApp({ home, scripts: home, version: 'test' });
  project = await app.projects.open(fixture.path);
  const { hash } = await project.trust.show(project.repo);
  await project.trust.accept(project.repo, hash);
}

const start = (targets: string[], progress: Progress[] = []) =>
  startAgents(project, project.run('x').journal, {
    feature: 'x',
    targets,
    worktreesOnly: true,
    onProgress: (event) => progress.push(event),
  });
const phaseOf = async (agent: string) => (await project.run('x').facts()).agents.get(agent);

test('a set-up that fails names its exit code and last lines, is kept in a log and can be retried', async () => {
  await open(
    `setup: 'echo "looking"; printf "\\033[31mno go file\\033[0m\\n" >&2; test -f ../go || exit 3'\n`,
  );
  const progress: Progress[] = [];
  const { agents } = await start(['one'], progress);
  expect(agents).toMatchObject([{ name: 'one', state: 'failed' }]);
  const facts = await phaseOf('one');
  expect(facts?.message).toBe('The set-up script ended with exit code 3:\nlooking\nno go file');
  expect(await readSetUpLog(project.repo, 'x', 'one')).toContain('(exit code 3)');
  expect(progress.some((event) => event.kind === 'log' && event.text.includes('looking'))).toBe(
    true,
  );
  writeFileSync(at('go'), '');
  const { journal } = project.run('x');
  expect(await setUpAgent(project, journal, { agent: 'one' })).toMatchObject({ exit: 0 });
  expect((await phaseOf('one'))?.worktree).toBe('ready');
  await expect(setUpAgent(project, journal, { agent: 'two' })).rejects.toThrow(/no worktree/);
  rmSync(at('go'));
  await start(['two']);
  writeFileSync(at('go'), '');
  expect((await start(['two'])).agents).toMatchObject([{ name: 'two', state: 'stopped' }]);
});

test('no more than two set-ups run at once', async () => {
  const slots = `mkdir ../s1 2>/dev/null && S=s1 || { mkdir ../s2 2>/dev/null && S=s2; } || exit 9`;
  await open(`setup: '${slots}; sleep 0.2; rmdir ../$S'\n`);
  const { agents } = await start(AGENTS);
  expect(agents.map(({ state }) => state)).toEqual(AGENTS.map(() => 'stopped'));
});

test('three agents run the same server without a clash, on ports that stay theirs', async () => {
  await open('');
  const { repo } = project;
  const first = Number((await portEnvironment(repo, 'y', 'probe'))['PORT']);
  const blocker = createServer();
  // The very block that this agent would be given is in use.
  const other = createHash('sha256').update(`${repo.id}\0z\0one`);
  const wish = 20_000 + (other.digest().readUInt32BE(0) % 1_200) * 10;
  await new Promise<void>((resolve) => blocker.listen(wish + 3, resolve));
  const names = [
    ['x', 'one'],
    ['x', 'two'],
    ['z', 'one'],
  ] as const;
  const envs = await Promise.all(
    names.map(([feature, agent]) => portEnvironment(repo, feature, agent)),
  );
  blocker.close();
  const ports = envs.map((env) => Number(env['PORT']));
  expect(ports[2]).not.toBe(wish);
  expect(new Set([first, ...ports].map((port) => Math.floor(port / 10))).size).toBe(4);
  const script = 'require("net").createServer().listen(+process.env.PORT, () => console.log("up"))';
  const servers = envs.map((env) =>
    spawn(process.execPath, ['-e', script], { env: { ...process.env, ...env } }),
  );
  try {
    const up = servers.map(
      (server) =>
        new Promise((resolve) => server.stdout.once('data', (text) => resolve(`${text}`))),
    );
    expect(await Promise.all(up)).toEqual(['up\n', 'up\n', 'up\n']);
    const again = await Promise.all(names.map(([f, a]) => portEnvironment(repo, f, a)));
    expect(again).toEqual(envs);
    expect(envs[0]).toMatchObject({
      PORT_BASE: envs[0]?.['PORT'],
      TRIBUTARY_PORT: envs[0]?.['PORT'],
    });
  } finally {
    for (const server of servers) server.kill();
  }
});

test('teardown runs with the agent’s ports before a removal; one that fails keeps the worktree', async () => {
  await open(
    `setup: 'echo $PORT > ../port-set-up'\nteardown: 'echo $PORT > ../port; echo busy; test -f ../ok'\n`,
  );
  await start(['one', 'two']);
  const kept = removeFromProject(project, at('app-one'));
  await expect(kept).rejects.toMatchObject({
    code: 'worktree.kept',
    data: { reason: 'its teardown line ended with exit code 1: busy' },
  });
  expect(existsSync(at('app-one'))).toBe(true);
  const { PORT } = await portEnvironment(project.repo, 'x', 'one');
  expect(readFileSync(at('port'), 'utf8')).toBe(`${PORT}\n`);
  await removeFromProject(project, at('app-one'), { ignoreTeardown: true });
  expect(existsSync(at('app-one'))).toBe(false);
  await project.trust.revoke(project.repo);
  await expect(removeFromProject(project, at('app-two'))).rejects.toMatchObject({
    data: { reason: 'its teardown line is not trusted' },
  });
  rmSync(at('port'));
  await removeFromProject(project, at('app-two'), { ignoreTeardown: true });
  expect(existsSync(at('port'))).toBe(false);
});

test('a project that stays open keeps its pool full, and a start uses it', async () => {
  await open('pool: 2\n');
  expect(await wantedPool(project)).toMatchObject({ wanted: 2, base: project.repo.head });
  project.keepUp();
  const ready = async () =>
    (await readPool(project.repo, fixture.root))
      .filter((entry) => entry.ready)
      .map(({ path }) => path);
  await expect.poll(async () => (await ready()).length, { timeout: 20_000 }).toBe(2);
  const before = await ready();
  await start(['one']);
  await expect.poll(async () => (await ready()).length, { timeout: 20_000 }).toBe(2);
  expect(before.filter(existsSync)).toHaveLength(1);
  expect(existsSync(at('app-one/README.md'))).toBe(true);
});

test('a small repository wants no pool, and none is made unasked', async () => {
  await open('');
  expect(await wantedPool(project)).toEqual({ wanted: 0, base: null });
});
