import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderTree } from './folder-tree.ts';
import { verifyCommands } from './verify-commands.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-verify-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The commands for a checkout with these files. */
async function commands(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return verifyCommands(folder, await folderTree(Object.keys(files)));
}

const manifest = (test: string, more = {}) => JSON.stringify({ scripts: { test, ...more } });

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['npm', { 'package.json': manifest('node --test') }, ['npm test']],
  ['bun', { 'package.json': manifest('bun test'), 'bun.lock': '' }, ['bun run test']],
  ['a watcher', { 'package.json': manifest('jest --watch') }, []],
  [
    'a watcher and a script for machines',
    { 'package.json': manifest('jest --watchAll', { 'test:ci': 'jest' }), 'yarn.lock': '' },
    ['yarn run test:ci'],
  ],
  ['no watcher', { 'package.json': manifest('jest --watchAll=false') }, ['npm test']],
  ['a page', { 'package.json': manifest('react-scripts test') }, ['CI=true npm test']],
  ['a broken manifest', { 'package.json': '{' }, []],
  ['odd scripts', { 'package.json': '{"scripts":"none"}' }, []],
  [
    'packages under one lock file',
    { 'pnpm-lock.yaml': '', 'packages/a/package.json': manifest('vitest run') },
    ['cd packages/a && pnpm test'],
  ],
  [
    'a Makefile before all',
    { Makefile: 'test: all\n', 'package.json': manifest('x') },
    ['make test'],
  ],
  ['a variable of make', { Makefile: 'test := 1\n' }, []],
  ['just', { justfile: 'test *args:\n  x\n' }, ['just test']],
  ['pytest by its conftest', { 'tests/conftest.py': '', 'uv.lock': '' }, ['uv run pytest']],
  ['poetry', { 'pyproject.toml': 'pytest = "^8"\n', 'poetry.lock': '' }, ['poetry run pytest']],
  ['python without tests', { 'pyproject.toml': '[project]\n', 'a.py': '' }, []],
  ['rust', { 'Cargo.toml': '[package]\n' }, ['cargo test']],
  ['maven', { 'pom.xml': '' }, ['mvn test']],
  ['maven’s wrapper', { 'pom.xml': '', mvnw: '' }, ['./mvnw test']],
  ['composer', { 'composer.json': '{"scripts":{"test":"x"}}' }, ['composer test']],
  ['phpunit', { 'composer.json': '{}', 'phpunit.xml.dist': '' }, ['vendor/bin/phpunit']],
  ['rake', { Rakefile: 'task :test do\nend\n' }, ['rake test']],
  ['rails', { Gemfile: "gem 'rails'\n", 'test/a.rb': '' }, ['bundle exec rails test']],
  ['elixir', { 'mix.exs': '' }, ['mix test']],
  [
    'several at the top',
    { 'package.json': manifest('x'), 'go.mod': '', 'Cargo.toml': '' },
    ['npm test', 'cargo test', 'go test ./...'],
  ],
  ['names for a shell', { "-a 'b'/go.mod": '' }, ["cd './-a '\\''b'\\''' && go test ./..."]],
])('%s', async (_what, files, expected) => {
  expect(await commands(files)).toEqual(expected);
});

test('a manifest that is a link, a folder or huge is no evidence', async () => {
  writeFileSync(join(folder, 'secret'), 'test:\n');
  symlinkSync(join(folder, 'secret'), join(folder, 'Makefile'));
  mkdirSync(join(folder, 'package.json'));
  writeFileSync(join(folder, 'justfile'), `${'#\n'.repeat(200_000)}test:\n`);
  const top = await folderTree(['Makefile', 'package.json', 'justfile']);
  expect(await verifyCommands(folder, top)).toEqual([]);
});
