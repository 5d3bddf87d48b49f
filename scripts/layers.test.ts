import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-layers-'));
cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files into an otherwise empty tree with our configuration and tells which rules speak. */
function rulesFor(files: Readonly<Record<string, string>>): string[] {
  rmSync(join(folder, 'src'), { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--vcs-enabled=false', 'src'],
    { cwd: folder, encoding: 'utf8' },
  );
  const report: { diagnostics: { category: string }[] } = JSON.parse(stdout);
  return report.diagnostics.map((diagnostic) => diagnostic.category);
}

const RESTRICTED = 'lint/style/noRestrictedImports';
const CYCLES = 'lint/suspicious/noImportCycles';

test.each<[string, Record<string, string>, string]>([
  [
    'a value import of electron in core',
    { 'src/main/core/a.ts': "import { app } from 'electron';\nexport const a = app;\n" },
    RESTRICTED,
  ],
  [
    'an `import type` of electron in core',
    { 'src/main/core/a.ts': "import type { App } from 'electron';\nexport type A = App;\n" },
    RESTRICTED,
  ],
  [
    'a dynamic import of electron in core',
    { 'src/main/core/a.ts': "export const a = () => import('electron');\n" },
    RESTRICTED,
  ],
  [
    'a re-export of electron in core',
    { 'src/main/core/a.ts': "export { app } from 'electron';\n" },
    RESTRICTED,
  ],
  [
    'the server reaching into the desktop shell',
    {
      'src/main/server/a.ts': "import { w } from '../electron/window.ts';\nexport const a = w;\n",
      'src/main/electron/window.ts': 'export const w = 1;\n',
    },
    RESTRICTED,
  ],
  [
    'the renderer taking a type of core through an alias',
    { 'src/renderer/app/a.ts': "import type { A } from '@main/core/a.ts';\nexport type B = A;\n" },
    RESTRICTED,
  ],
  [
    'node:fs in shared',
    {
      'src/shared/a.ts':
        "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    },
    RESTRICTED,
  ],
  [
    "another feature's internals",
    {
      'src/renderer/features/one/a.ts': "import { b } from '../two/b.ts';\nexport const a = b;\n",
      'src/renderer/features/two/b.ts': 'export const b = 1;\n',
    },
    RESTRICTED,
  ],
  [
    'a cycle',
    {
      'src/shared/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
      'src/shared/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    },
    CYCLES,
  ],
])('%s is reported', (_name, files, rule) => {
  expect(rulesFor(files)).toContain(rule);
});

test('a tree without offences is silent', () => {
  const files = {
    'src/shared/a.ts': 'export const a = 1;\n',
    'src/main/core/b.ts': "import { a } from '../../shared/a.ts';\nexport const b = a;\n",
    'src/renderer/features/two/index.ts': 'export const two = 2;\n',
    'src/renderer/features/one/c.ts':
      "import { a } from '../../../shared/a.ts';\nimport { two } from '../two/index.ts';\nexport const c = a + two;\n",
  };
  expect(rulesFor(files)).toEqual([]);
});
