import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { startSession } from './agent-sessions.ts';
import { briefingOf, editBriefing, readBriefing } from './briefing.ts';

const PLAN = `version: 1
feature: x
base: main
agents:
  one: { role: data, scope: ["db/**"], writes: [database], options: { appendSystemPrompt: Speak plainly. } }
  two: { role: backend, reads: [database, api] }
  three: { role: qa, after: [phase-1], reads: [tokens] }
syncs:
  phase-1: { merges: [one, two] }
  phase-2: { merges: [three] }
`;
const FILES = {
  'contracts/database-contracts.yaml': 'tables: []\n',
  'design/tokens.yaml': 'colour: red\n',
  '.tributary/config.yaml':
    'contracts:\n  - { name: tokens, path: design/*.yaml, owner: designer }\n',
  'plans/CURRENT.md': 'Nothing is merged yet.\n',
};

let fixture: ProjectFixture;
beforeAll(async () => {
  fixture = await makeProject(FILES, PLAN);
});
afterAll(() => fixture.close());

function givenTo(agent: string): string {
  return fixture.started.find((request) => request.agent === agent)?.briefing ?? '';
}

async function targetOf(key: string, worktree: string | null) {
  const { plan } = await fixture.project.plan('x');
  return { plan, key, worktree };
}

test('an agent is told its scope, its contracts at their versions, its place in the plan and when it is done', async () => {
  const { project, run, worktree } = fixture;
  const committed = fixture.work('one', {
    'contracts/database-contracts.yaml': 'tables: [user]\n',
  });
  await startSession(run, 'one');
  const text = givenTo('one');
  expect(text).toContain('You are the agent "one" (data) of the feature "x".');
  expect(text).toContain('\n\nSpeak plainly.\n\nYou work alone');
  expect(text).toContain('Change only files that match: db/**.');
  expect(text).toMatch(
    new RegExp(
      `own these contracts.*\n- database: contracts/database-contracts.yaml, version ${committed.slice(0, 7)}`,
    ),
  );
  expect(text).toContain(`in the git worktree ${worktree('one')}`);
  expect(text).toContain('these agents work in worktrees of their own: two.');
  expect(text).toContain('- phase-1 (now): One (data in db/**); Two (backend)');
  expect(text).toContain('merged with the others at the sync point "phase-1"');
  expect(text).toContain('do not edit it):\nNothing is merged yet.');

  const two = await briefingOf(project, await targetOf('two', worktree('two')));
  expect(two).toContain('- api: no file of it exists yet');
  // Its own branch holds the contract as it was.
  expect(two).not.toContain(committed.slice(0, 7));
});

test('before the worktree is made the briefing can be read, from what the agent would be cut from', async () => {
  const briefing = await readBriefing(fixture.project, await targetOf('three', null));
  expect(briefing.task).toMatch(
    /- tokens: design\/tokens.yaml, version \w{7,} of .*owned by designer/,
  );
  expect(briefing.facts).toContain('Nothing is merged yet.');
});

test('what a person writes is given instead of the task, is remembered, and is called stale when the plan changes', async () => {
  const { project, run } = fixture;
  const target = await targetOf('two', fixture.worktree('two'));
  await editBriefing(project, target, 'Only read. Report in one line.');
  await startSession(run, 'two');
  expect(givenTo('two')).toMatch(/^Only read\. Report in one line\.\n\nYou work alone/);
  expect(await readBriefing(project, target)).toMatchObject({ stale: false });

  const narrowed = { ...target.plan.agents['two'], role: 'backend', scope: ['server/**'] };
  const changed = { ...target.plan, agents: { ...target.plan.agents, two: narrowed } };
  const after = await readBriefing(project, { ...target, plan: changed });
  expect(after).toMatchObject({ task: 'Only read. Report in one line.', stale: true });
  expect(after.generated).toContain('server/**');

  await editBriefing(project, target, null);
  const { task, generated } = await readBriefing(project, target);
  expect(task).toBe(generated);
});
