import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SessionView } from '../../../shared/contract/session.ts';
import { createStage, eventually, openViewer, readScreen, type Stage } from './session-fixture.ts';

function repository(stage: Stage): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: stage.cwd });
  git('init', '-q');
  git('config', 'user.name', 'Somebody');
  git('config', 'user.email', 'somebody@example.invalid');
}

async function startSim(stage: Stage, script: string): Promise<SessionView> {
  writeFileSync(join(stage.cwd, 'script'), script);
  const view = await stage.sessions.start(stage.request('sim', { runs: 'sim', sim: 'script' }));
  return view;
}

function current(stage: Stage): SessionView | undefined {
  return stage.sessions.list(stage.cwd, 'checkout')[0];
}

async function until(stage: Stage, activity: SessionView['activity']): Promise<SessionView> {
  await eventually(() => current(stage)?.activity === activity);
  const view = current(stage);
  if (!view) throw new Error('The session is gone');
  return view;
}

describe('a simulated agent', () => {
  test('really edits and commits, asks, waits for permission, and says so by its state', async () => {
    await using stage = createStage();
    repository(stage);
    const view = await startSim(
      stage,
      `
- say: Starting
- edit: {file: src/a.txt, content: "one\\ntwo\\n"}
- edit: {file: src/a.txt, find: two, replace: three}
- edit: {file: src/a.txt, append: "four\\n"}
- permission: npm test
- ask: Which colour?
- commit: Add a
`,
    );
    const viewer = openViewer(stage.sessions);
    viewer.attach(view.id);
    const permission = await until(stage, 'needs-you');
    expect(permission).toMatchObject({ needs: 'permission', message: 'Bash: npm test' });
    viewer.type(view.id, 'y\r');
    await eventually(() => current(stage)?.needs === 'question');
    expect(current(stage)?.message).toBe('Which colour?');
    viewer.type(view.id, 'green\r');
    const finished = await until(stage, 'finished');
    expect(finished.alive).toBe(true);
    expect(readFileSync(join(stage.cwd, 'src/a.txt'), 'utf8')).toBe('one\nthree\nfour\n');
    const log = execFileSync('git', ['log', '--format=%s %an'], { cwd: stage.cwd }).toString();
    expect(log).toBe('Add a Somebody\n');
    viewer.type(view.id, 'hello\r');
    await eventually(() => viewer.text().includes('The script is over'));
    viewer.type(view.id, '\x04');
    expect(await until(stage, 'exited')).toMatchObject({ exit: { code: 0, asked: false } });
  });

  test('plays JSON lines, floods exactly, and ends with the code it is told', async () => {
    await using stage = createStage();
    repository(stage);
    const bytes = 200_000;
    const view = await startSim(stage, `{"sleep":300}\n{"flood":${bytes}}\n\n{"fail":7}\n`);
    const viewer = openViewer(stage.sessions);
    viewer.attach(view.id);
    expect(await until(stage, 'exited')).toMatchObject({ exit: { code: 7 } });
    await eventually(async () => (await readScreen(viewer)).includes('fails here with 7'));
    const numbers = [...(await readScreen(viewer)).matchAll(/^(\d{9}) ░/gm)];
    // The last one is cut where the bytes end.
    expect(Number(numbers.at(-1)?.[1])).toBeGreaterThan(bytes / 100);
  });

  test('without a script does a small piece of real work', async () => {
    await using stage = createStage();
    repository(stage);
    await stage.sessions.start(stage.request('designer', { runs: 'sim', role: 'design' }));
    await until(stage, 'finished');
    const log = execFileSync('git', ['log', '--format=%s'], { cwd: stage.cwd }).toString();
    expect(log).toBe('Add notes of designer\n');
  });

  test('is told when an edit would leave its worktree, and goes on to live', async () => {
    await using stage = createStage();
    repository(stage);
    await startSim(stage, JSON.stringify({ edit: { file: '../outside.txt', content: 'evil' } }));
    expect(await until(stage, 'turn-error')).toHaveProperty(
      'message',
      expect.stringContaining('is not edited'),
    );
    expect(existsSync(join(stage.cwd, '../outside.txt'))).toBe(false);
  });

  test('refuses a script that cannot be played, naming the line', async () => {
    await using stage = createStage();
    repository(stage);
    const view = await startSim(stage, '- say: hi\n\n- dance: 1\n');
    const viewer = openViewer(stage.sessions);
    viewer.attach(view.id);
    expect(await until(stage, 'exited')).toMatchObject({ exit: { code: 2 } });
    await eventually(async () =>
      (await readScreen(viewer)).replaceAll('\n', '').includes('script:3: Unknown step dance'),
    );
  });

  test('of a script outside of the repository is refused before anything is made', async () => {
    await using stage = createStage();
    for (const sim of ['../script', '/etc/passwd', 'missing']) {
      const requests = [stage.request('sim', { runs: 'sim', sim })];
      await expect(stage.sessions.preflight(requests)).rejects.toMatchObject({
        code: 'session.noScript',
        exit: 1,
      });
    }
  });
});
