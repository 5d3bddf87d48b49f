import { afterEach, expect, test } from 'vitest';
import { acceptWork } from '../agents/accept.ts';
import { startSession } from '../agents/agent-sessions.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';

let fixture: ProjectFixture;
afterEach(() => fixture.close());

const PLAN = (accept: string) => `version: 1
feature: x
base: main
agents:
  one: { role: data, scope: ["db/**"] }
syncs:
  phase-1: { merges: [one] }
${accept}`;

/** The agent as a fresh look finds it, with its session in the given state. */
async function lookedAt(activity: 'working' | 'finished' | 'interrupted') {
  const { run, sessions } = fixture;
  const [session] = sessions;
  if (!session) await startSession(run, 'one');
  sessions.splice(0, 1, { ...(sessions[0] as NonNullable<typeof session>), activity });
  run.changed();
  const view = await run.freshView();
  const [agent] = view.agents;
  if (!agent) throw new Error('no agent');
  return { ...agent, inbox: view.inbox.map(({ kind }) => kind) };
}

test('an agent is ready by facts alone, and a person accepts that for the commit as it stands', async () => {
  fixture = await makeProject({}, PLAN(''));
  expect((await lookedAt('working')).ready?.missing).toEqual(['turn', 'commit']);
  await expect(acceptWork(fixture.run, { agent: 'one', on: true })).rejects.toThrow(
    'its turn is not finished, it has no commit of its own',
  );
  fixture.work('one', { 'web/page.ts': 'x\n' });
  expect((await lookedAt('interrupted')).ready?.missing).toEqual(['turn', 'scope']);
  fixture.work('one', { 'web/page.ts': null, 'db/one.sql': 'x\n' });
  const ready = await lookedAt('finished');
  expect(ready.ready).toEqual({ missing: [], accepted: null });
  expect(ready.inbox).toContain('finished');

  await acceptWork(fixture.run, { agent: 'one', on: true });
  const accepted = await lookedAt('finished');
  expect(accepted.ready).toEqual({ missing: [], accepted: 'person' });
  expect(accepted.inbox).toEqual(['ready']);
  // Nothing has been merged by it.
  expect(accepted.state).toBe('finished');

  fixture.work('one', { 'db/two.sql': 'x\n' });
  expect((await lookedAt('finished')).ready?.accepted).toBeNull();
  await acceptWork(fixture.run, { agent: 'one', on: true });
  await acceptWork(fixture.run, { agent: 'one', on: false });
  expect((await lookedAt('finished')).inbox).toContain('finished');
});

test('by the rule of the plan what is ready is accepted, and nothing else is', async () => {
  fixture = await makeProject({}, PLAN('accept: facts\n'));
  fixture.work('one', { 'web/page.ts': 'x\n' });
  const outside = await lookedAt('finished');
  expect(outside.ready).toEqual({ missing: ['scope'], accepted: null });
  expect(outside.inbox).toContain('finished');
  fixture.work('one', { 'web/page.ts': null, 'db/one.sql': 'x\n' });
  const ready = await lookedAt('finished');
  expect(ready.ready).toEqual({ missing: [], accepted: 'rule' });
  expect(ready.inbox).toEqual(['ready']);
  expect(ready.state).toBe('finished');
});
