import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { startSession } from '../agents/agent-sessions.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';

const CONTRACT = 'contracts/database.yaml';

let fixture: ProjectFixture;
const { PATH } = process.env;
afterEach(async () => {
  process.env['PATH'] = PATH;
  await fixture.close();
});

/** A git whose `status` takes until it is let go, as in a huge repository on a slow disk. */
function slowStatus(folder: string): { letGo(): void } {
  const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  mkdirSync(folder);
  const gate = join(folder, 'gate');
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\nif [ "$1" = status ]; then while [ -d '${folder}' ] && [ ! -e '${gate}' ]; do sleep 0.05; done; fi\nexec '${real}' "$@"\n`,
  );
  chmodSync(join(folder, 'git'), 0o755);
  process.env['PATH'] = [folder, PATH].join(delimiter);
  return { letGo: () => writeFileSync(gate, '') };
}

test('a view is there before git has told anything: unknown, never clean; what git tells follows', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n', [CONTRACT]: 'tables: {}\n' });
  for (const agent of ['one', 'two'])
    fixture.work(agent, { 'a.txt': `${agent}\n`, [CONTRACT]: `tables: {}\n${agent}: 1\n` });
  const slow = slowStatus(join(fixture.root, 'bin'));
  const { run } = fixture;
  let last = null as Awaited<ReturnType<typeof run.view>> | null;
  let looking = Promise.resolve();
  const look = () => {
    looking = looking.then(async () => {
      last = await run.view();
    });
  };
  const stop = run.subscribe(look);
  try {
    look();
    await looking;
    expect(last).toMatchObject({
      agents: [
        { state: 'stopped', dirty: null, head: null },
        { state: 'stopped', dirty: null, head: null },
      ],
      syncs: [{ state: 'waiting' }],
      radar: [],
    });
    slow.letGo();
    await expect
      .poll(() => last, { timeout: 20_000 })
      .toMatchObject({
        agents: [
          { dirty: false, commits: 1 },
          { dirty: false, commits: 1 },
        ],
        syncs: [{ state: 'conflict', predicted: [{ path: 'a.txt' }] }],
        // Lines would be in conflict in both: the contract is merged by what it says, here as at a sync point.
        radar: [
          {
            files: [
              { path: 'a.txt', outcome: 'conflict' },
              { path: CONTRACT, outcome: 'clean' },
            ],
          },
        ],
      });
    // What a decision rests on is waited for, whatever is known.
    fixture.work('one', { 'b.txt': 'b\n' });
    expect((await run.freshView()).agents[0]?.commits).toBe(2);
  } finally {
    slow.letGo();
    stop();
    await looking;
  }
});

test('while git is asked again for a decision, what it said last stays, with when that was', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  for (const agent of ['one', 'two']) fixture.work(agent, { [`${agent}.txt`]: 'x\n' });
  const { run } = fixture;
  const stop = run.subscribe(() => undefined);
  try {
    await expect
      .poll(async () => (await run.view()).syncs[0]?.state, { timeout: 20_000 })
      .toBe('ready');
    const slow = slowStatus(join(fixture.root, 'bin'));
    // A preview, a merge and the like look anew; meanwhile nothing is taken for unknown.
    const fresh = run.freshView();
    const before = Date.now();
    for (let look = 0; look < 5; look += 1) {
      const { agents, syncs } = await run.view();
      expect(syncs[0]?.state).toBe('ready');
      expect(agents.map(({ dirty, commits }) => ({ dirty, commits }))).toEqual([
        { dirty: false, commits: 1 },
        { dirty: false, commits: 1 },
      ]);
    }
    fixture.project.readAnew();
    const [agent] = (await run.view()).agents;
    expect(agent?.dirty).toBe(false);
    expect(agent?.asOf).toBeLessThanOrEqual(before);
    slow.letGo();
    expect((await fresh).agents[0]?.asOf).toBeUndefined();
    await expect
      .poll(async () => (await run.view()).agents[0]?.asOf, { timeout: 20_000 })
      .toBeUndefined();
  } finally {
    stop();
  }
});

test('the end of a turn has its worktree read at once, before its files tell of anything', async () => {
  fixture = await makeProject({ 'a.txt': 'a\n' });
  const { run, project, sessions } = fixture;
  for (const agent of ['one', 'two']) fixture.work(agent, { [`${agent}.txt`]: 'x\n' });
  let tell: () => void = () => undefined;
  vi.spyOn(project.sessions, 'subscribe').mockImplementation((listener) => {
    tell = listener;
    return () => undefined;
  });
  const session = await startSession(run, 'one');
  const stop = run.subscribe(() => undefined);
  try {
    const is = (activity: SessionView['activity']) => {
      sessions.splice(0, 1, { ...session, activity });
      tell();
    };
    is('working');
    await expect
      .poll(async () => (await run.view()).agents.map(({ commits, asOf }) => [commits, asOf]), {
        timeout: 20_000,
      })
      .toEqual([
        [1, undefined],
        [1, undefined],
      ]);
    const slow = slowStatus(join(fixture.root, 'bin'));
    is('finished');
    const [one, two] = (await run.view()).agents;
    expect([typeof one?.asOf, typeof two?.asOf]).toEqual(['number', 'undefined']);
    slow.letGo();
  } finally {
    stop();
  }
});

test('whoever watches a run hears at once that what it would run is trusted, or no longer', async () => {
  const plan = `version: 1
feature: x
base: main
agents:
  one: { role: data }
syncs:
  phase-1: { merges: [one], verify: ["echo ok"] }
`;
  fixture = await makeProject({ 'a.txt': 'a\n' }, plan);
  const { run, project } = fixture;
  const told = vi.fn();
  const stop = run.subscribe(told);
  const state = async () =>
    (await run.view()).syncs[0]?.gate.find(({ id }) => id === 'trusted')?.state;
  try {
    expect(await state()).toBe('pass');
    await project.trust.revoke(project.repo);
    expect(told).toHaveBeenCalled();
    expect(await state()).toBe('fail');
    const { hash } = await project.trust.show(project.repo);
    await project.trust.accept(project.repo, hash);
    expect(await state()).toBe('pass');
  } finally {
    stop();
  }
});
