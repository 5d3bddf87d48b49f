import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workspace } from '../../../e2e/support/workspace.ts';
import { runHere } from './here-fixture.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(async () => {
  await workspace.remove();
});

/** The lines of the example, with what somebody has to do by hand as comments. */
async function exampleLines(): Promise<readonly string[]> {
  const page = await readFile(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
  const [, text = ''] = page.split('\n## Example\n');
  const [example = ''] = text.split('\n## ');
  return example
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .map((line) => line.trim());
}

test('the example of docs/cli.md runs as it stands', { timeout: 60_000 }, async () => {
  const path = await workspace.repository('repo', {
    'package.json': '{"scripts": {"test": "node --version"}}\n',
    'db/schema.sql': 'create table a (id int);\n',
    'design/tokens.json': '{}\n',
  });
  let said = '';
  let count = 0;
  for (const line of await exampleLines()) {
    count += 1;
    if (line.startsWith('#')) {
      expect(line).toBe('# work and commit in ../repo-designer and ../repo-data');
      const { agents } = JSON.parse(
        (await runHere(workspace, path, ['plan', 'show', '--json'])).stdout,
      );
      for (const agent of ['designer', 'data']) {
        const [scope] = agents[agent].scope ?? ['**'];
        const file = scope.replace(/\*\*.*$/, `${agent}.txt`);
        await workspace.commit(`${path}-${agent}`, { [file]: 'work\n' }, `Work of ${agent}`);
      }
      continue;
    }
    const [hash = 'HASH'] = /[0-9a-f]{16,}/.exec(said) ?? [];
    const [tributary, ...words] = line
      .replace(/ +# .*$/, '')
      .replace('HASH', hash)
      .split(' ');
    expect(tributary).toBe('tributary');
    const { code, stdout, stderr } = await runHere(workspace, path, words);
    expect(code, `${line}\n${stdout}${stderr}`).toBe(0);
    said = stdout;
  }
  expect(count).toBeGreaterThan(5);
});
