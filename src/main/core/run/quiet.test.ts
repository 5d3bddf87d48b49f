import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeProject, type ProjectFixture } from '../project/project-fixture.ts';

const COMMITS = process.env['TRIBUTARY_FULL'] === '1' ? 500 : 60;
const AGENTS = ['one', 'two', 'three', 'four'];

let fixture: ProjectFixture;
const { PATH } = process.env;
afterEach(async () => {
  process.env['PATH'] = PATH;
  await fixture.close();
});

/** Puts a git in front of git, for this process alone, that writes down when each command begins and ends. */
function countGit(folder: string): { most(): number; total(): number } {
  const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  const log = join(folder, 'log');
  mkdirSync(folder);
  writeFileSync(log, '');
  // What stays to answer questions is no process per question.
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh
case "$1" in cat-file|version) exec '${real}' "$@";; esac
echo + >> '${log}'
'${real}' "$@"
code=$?
echo - >> '${log}'
exit $code
`,
  );
  chmodSync(join(folder, 'git'), 0o755);
  process.env['PATH'] = [folder, PATH].join(delimiter);
  const lines = () => readFileSync(log, 'utf8').split('\n');
  return {
    most() {
      let now = 0;
      return Math.max(...lines().map((line) => (now += Number(`${line}1`) || 0)));
    },
    total: () => lines().filter((line) => line === '+').length,
  };
}

/** Commits in a worktree as an agent does, with git itself; gives what git said when it failed. */
async function commitMany(cwd: string, count: number): Promise<string[]> {
  const failures: string[] = [];
  const git = (args: readonly string[]) =>
    new Promise<void>((done) => {
      const child = spawn('git', args, { cwd, env: { ...process.env, PATH } });
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      child.on('close', (code) => {
        if (code !== 0) failures.push(said);
        done();
      });
    });
  for (let n = 0; n < count; n += 1) {
    appendFileSync(join(cwd, 'a.txt'), `${n}\n`);
    await git(['add', '-A']);
    await git(['commit', '-q', '-m', `commit ${n}`]);
  }
  return failures;
}

test(
  `${COMMITS} commits of agents while everything is watched: none meets a lock, two git processes at most`,
  async () => {
    const agents = AGENTS.map((key) => `  ${key}: { role: data }`).join('\n');
    const plan = `version: 1\nfeature: x\nbase: main\nagents:\n${agents}\nsyncs:\n  phase-1: { merges: [${AGENTS.join(', ')}] }\n`;
    fixture = await makeProject({ 'a.txt': 'a\n' }, plan);
    const { run } = fixture;
    const counted = countGit(join(fixture.root, 'bin'));
    let last = await run.view();
    let looking = Promise.resolve();
    const stop = run.subscribe(() => {
      looking = looking.then(async () => {
        last = await run.view();
      });
    });
    // Watching begins with the first look of somebody who listens.
    last = await run.view();
    const each = Math.ceil(COMMITS / AGENTS.length);
    const failures = await Promise.all(
      AGENTS.map((agent) => commitMany(fixture.worktree(agent), each)),
    );
    expect(failures.flat()).toEqual([]);
    await expect
      .poll(() => last.agents.map(({ commits, dirty }) => [commits, dirty]), { timeout: 20_000 })
      .toEqual(AGENTS.map(() => [each, false]));
    await expect.poll(() => last.radar.length, { timeout: 20_000 }).toBe(6);
    stop();
    await looking;
    expect(counted.total()).toBeGreaterThan(0);
    expect(counted.most()).toBeLessThanOrEqual(2);
  },
  COMMITS * 1_000,
);
