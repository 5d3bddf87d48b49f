import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backgroundSessions } from './background-sessions.ts';
import { foundConversations } from './found-conversations.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-found-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const id = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;

function transcript(digit: number, content: string | null, age: number): void {
  const place = join(folder, 'projects', '-work-shop-data');
  mkdirSync(place, { recursive: true });
  const path = join(place, `${id(digit)}.jsonl`);
  const line = content === null ? { type: 'custom-title' } : { type: 'user', message: { content } };
  writeFileSync(path, `${JSON.stringify(line)}\n`);
  utimesSync(path, 1000 - age, 1000 - age);
}

test('earlier conversations of a worktree are found, the newest first; its own and empty ones are not', async () => {
  transcript(1, 'Build the tables', 5);
  transcript(2, 'Mine', 0);
  transcript(3, null, 0);
  transcript(4, 'Look at the index', 1);
  const of = { agent: 'data', cwd: '/work/shop.data', own: id(2) };
  const found = await foundConversations(folder, of);
  expect(found.map(({ conversation, prompt, agent }) => [conversation, prompt, agent])).toEqual([
    [id(4), 'Look at the index', 'data'],
    [id(1), 'Build the tables', 'data'],
  ]);
  expect(await foundConversations(folder, { ...of, cwd: '/elsewhere' })).toEqual([]);
});

/** A stand-in that prints what it is given. */
function claudeThatPrints(text: string) {
  const path = join(folder, 'claude');
  writeFileSync(path, `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
  chmodSync(path, 0o755);
  vi.stubEnv('TRIBUTARY_CLAUDE', path);
  const env = { PATH: process.env['PATH'] ?? '' };
  return { home: folder, login: { read: async () => ({ env, source: 'login' as const }) } };
}

test('background sessions are those that the CLI lists as such; what it says beside that is passed over', async () => {
  const around = claudeThatPrints(
    JSON.stringify([
      {
        kind: 'background',
        cwd: '/work/shop',
        sessionId: id(1),
        name: 'tidy up',
        state: 'working',
      },
      { kind: 'interactive', cwd: '/work/shop', sessionId: id(2) },
      { kind: 'background', cwd: '/work/shop', id: '$(reboot)' },
      'something new',
    ]),
  );
  expect(await backgroundSessions(around)).toEqual([
    { id: '00000000', name: 'tidy up', cwd: '/work/shop', state: 'working' },
  ]);
});

test('a CLI that lists nothing readable is said to be mute', async () => {
  await expect(backgroundSessions(claudeThatPrints('Background agents'))).rejects.toMatchObject({
    code: 'claude.mute',
  });
});
