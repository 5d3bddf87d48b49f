import { expect, test } from 'vitest';
import { planSchema } from '../../../shared/plan/schema.ts';
import { firstIssue } from './schema-issue.ts';

const said = (agent: object, sync: object = {}) => {
  const plan = {
    version: 1,
    feature: 'x',
    base: 'main',
    agents: { one: { role: 'data', ...agent } },
    syncs: { all: { merges: ['one'], ...sync } },
  };
  const parsed = planSchema.safeParse(plan);
  return parsed.success ? null : firstIssue(parsed.error);
};

test.each([
  [{ runs: { comand: 'foo' } }, 'runs.comand', 'unknown key "comand"; did you mean "command"?'],
  [
    { runs: { script: 'foo' } },
    'runs.script',
    'unknown key "script"; expected "command", "remote" or "ssh"',
  ],
  [{ runs: { command: 3 } }, 'runs.command', 'Invalid input: expected string, received number'],
  [
    { runs: 'bash' },
    'runs',
    'expected "claude", "codex", "gemini", "opencode", "shell", "sim" or a map',
  ],
  [
    { runs: ['claude'] },
    'runs',
    'expected "claude", "codex", "gemini", "opencode", "shell", "sim" or a map',
  ],
  [{ options: { addDirs: 3 } }, 'options.addDirs', 'expected a text or a list'],
  [{ scope: 'a' }, 'scope', 'Invalid input: expected array, received string'],
])('%j is reported once, at its position', (agent, path, message) => {
  expect(said(agent)).toEqual({
    path: ['agents', 'one', ...path.split('.')],
    message: `agents.one.${path}: ${message}`,
  });
});

test('an invalid verification step is reported with the valid forms', () => {
  expect(said({}, { verify: ['npm test', { claud: '/review' }] })?.message).toBe(
    'syncs.all.verify.1.claud: unknown key "claud"; did you mean "claude"?',
  );
  expect(said({}, { verify: [3] })?.message).toBe('syncs.all.verify.0: expected a text or a map');
});
