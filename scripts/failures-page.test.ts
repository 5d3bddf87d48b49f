import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { commandLineFailures } from '../src/shared/failures/command-line.ts';
import { FAILURES } from '../src/shared/failures/failures.ts';
import { gitFailures } from '../src/shared/failures/git.ts';
import { planFailures } from '../src/shared/failures/plan.ts';
import { projectFailures } from '../src/shared/failures/project.ts';
import { runFailures } from '../src/shared/failures/run.ts';
import { sessionFailures } from '../src/shared/failures/session.ts';
import { syncFailures } from '../src/shared/failures/sync.ts';
import { worktreeFailures } from '../src/shared/failures/worktree.ts';
import { call } from '../src/shared/wire/control.ts';
import { failuresPage } from './failures-page.ts';

const ROOT = resolve(import.meta.dirname, '..');

const SECTIONS = [
  { title: 'Plans and templates', failures: planFailures },
  { title: 'Starting and accepting agents', failures: runFailures },
  { title: 'Sessions', failures: sessionFailures },
  { title: 'Worktrees', failures: worktreeFailures },
  { title: 'Sync points, conflicts, review, finish', failures: syncFailures },
  { title: 'Repository, trust, settings, files', failures: projectFailures },
  { title: 'git', failures: gitFailures },
  { title: 'Command line', failures: commandLineFailures },
];

/** `npx vitest run scripts/failures-page --update=all` writes the page anew. */
test('docs/failures.md is what the list of failures says', async () => {
  await expect(failuresPage(SECTIONS)).toMatchFileSnapshot(resolve(ROOT, 'docs/failures.md'));
});

test('each code is in one section', () => {
  const codes = SECTIONS.flatMap(({ failures }) => Object.keys(failures));
  expect(codes.toSorted()).toEqual(Object.keys(FAILURES).toSorted());
});

test('each code has a sentence for when it happens', () => {
  for (const [code, { when }] of Object.entries(FAILURES)) expect(when, code).toMatch(/^.+\.$/);
});

test('each code is one that something fails with', () => {
  const sources = ['src/main', 'src/shared/plan'].flatMap((folder) =>
    readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.test|-fixture)\.ts$/.test(name))
      .map((name) => readFileSync(resolve(ROOT, folder, name), 'utf8')),
  );
  const quoted = new Set(sources.join('\n').match(/(?<=')[\w.]+(?=')/g));
  const ofCalls = call.options.map(({ shape }) => `session.${shape.method.value}Failed`);
  const used = new Set([...quoted, ...ofCalls]);
  expect(Object.keys(FAILURES).filter((code) => !used.has(code))).toEqual([]);
});
