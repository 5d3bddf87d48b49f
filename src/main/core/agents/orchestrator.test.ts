import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';
import { askSession } from './ask-session.ts';
import { startOrchestrator } from './orchestrator.ts';

const PLAN = `version: 1
feature: x
base: main
agents:
  one: { role: data, scope: ["db/**"], writes: [database] }
  two: { role: backend, reads: [database] }
syncs:
  phase-1: { merges: [one, two] }
`;
const FILES = { 'contracts/database-contracts.yaml': 'tables: []\n' };

let fixture: ProjectFixture;
let integration: string;
beforeAll(async () => {
  fixture = await makeProject(FILES, PLAN);
  integration = join(fixture.root, 'app-integration');
});
afterAll(() => fixture.close());

/** What the host tells of the orchestrator's session from now on. */
function tells(more: Partial<SessionView>): void {
  const at = fixture.sessions.findIndex(({ agent }) => agent === 'orchestrator');
  const view = fixture.sessions[at];
  if (!view) throw new Error('The orchestrator has no session');
  fixture.sessions[at] = { ...view, ...more };
}

test('the orchestrator works where merges happen and is told of the plan, the agents, the sync points and the contracts', async () => {
  const { run, git, worktree } = fixture;
  fixture.work('one', { 'db/a.sql': 'one\n' });
  expect(existsSync(integration)).toBe(false);
  expect(await askSession(run, { agent: 'orchestrator', text: 'Look.' })).toBe('started');
  const request = fixture.started.at(-1);
  expect(request).toMatchObject({ agent: 'orchestrator', cwd: integration, say: 'Look.' });
  expect(request?.spec.runs).toBe('claude');
  expect(git(['rev-parse', 'HEAD'], integration)).toBe(git(['rev-parse', 'feature/x']));
  const told = request?.briefing ?? '';
  expect(told).toContain(`You work in the integration worktree ${integration}.`);
  expect(told).toContain('- phase-1: One (data in db/**); Two (backend)');
  expect(told).toContain(`- one: stopped, feature/x-one in ${worktree('one')}, 1 of its own`);
  expect(told).toContain('- phase-1: merges one, two; waiting');
  expect(told).toMatch(/- database: contracts\/database-contracts.yaml, version \w+/);

  // What somebody has there stays there.
  git(['commit', '--quiet', '--allow-empty', '--message', 'Mend'], integration);
  fixture.sessions.pop();
  const mended = git(['rev-parse', 'HEAD'], integration);
  await startOrchestrator(run, { runs: 'claude' });
  expect(git(['rev-parse', 'HEAD'], integration)).toBe(mended);
});

test('a shell that lives there takes no prompt, and nothing is started beside it', async () => {
  const { run } = fixture;
  const before = fixture.started.length;
  tells({ kind: 'shell' });
  const asked = askSession(run, { agent: 'orchestrator', text: 'rm -r .' });
  await expect(asked).rejects.toMatchObject({ code: 'session.running' });
  expect((await run.view()).orchestrator).toMatchObject({ state: null });
  expect(fixture.started).toHaveLength(before);
});

test('what it asks waits in the inbox like what an agent asks', async () => {
  tells({ kind: 'claude', activity: 'needs-you', needs: 'permission', ask: 'one' });
  tells({ message: 'Bash: make' });
  const { inbox, orchestrator } = await fixture.run.view();
  expect(orchestrator).toMatchObject({ state: 'needs-you', message: 'Bash: make' });
  expect(inbox.filter(({ agent }) => agent === 'orchestrator')).toMatchObject([
    { kind: 'permission', message: 'Bash: make', ask: 'one' },
  ]);
});
