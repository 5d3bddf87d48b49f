import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FLOORS, floorsConfig, wallsOf } from './floors.mjs';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'tributary-layers-'));
for (const file of ['biome.json', 'biome.floors.json'])
  cpSync(join(root, file), join(folder, file));
writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

/** Writes files into an otherwise empty tree with our configuration and tells which rules speak. */
function rulesFor(files: Readonly<Record<string, string>>): string[] {
  return diagnosticsFor(files).map(({ category }) => category);
}

function diagnosticsFor(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  rmSync(join(folder, 'src'), { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--vcs-enabled=false', '--max-diagnostics=none', 'src'],
    { cwd: folder, encoding: 'utf8' },
  );
  const report: { diagnostics: Diagnostic[] } = JSON.parse(stdout);
  return report.diagnostics;
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
    'core reaching into the api',
    {
      'src/main/core/run/a.ts': "import { r } from '../../api/run.ts';\nexport const a = r;\n",
    },
    RESTRICTED,
  ],
  [
    'a feature reaching into the frame',
    {
      'src/renderer/features/one/a.ts':
        "import { b } from '../../app/b.ts';\nexport const a = b;\n",
    },
    RESTRICTED,
  ],
  [
    'what features share knowing one of them',
    {
      'src/renderer/page/a.ts':
        "import { b } from '../features/one/index.ts';\nexport const a = b;\n",
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
  [
    'a cycle of types',
    {
      'src/shared/a.ts': "import type { B } from './b.ts';\nexport type A = { b: B };\n",
      'src/shared/b.ts': "import type { A } from './a.ts';\nexport type B = { a: A } | null;\n",
    },
    CYCLES,
  ],
])('%s is reported', (_name, files, rule) => {
  expect(rulesFor(files)).toContain(rule);
});

/** A file of core that imports another, which need not be there. */
const importing = (folder: string, file: string) =>
  `import { a } from '${folder === '' ? '.' : '..'}/${file}';\nexport const b = a;\n`;

test('every wall between two folders of core is reported, and no way down', () => {
  const folders = FLOORS.flat();
  const pairs = folders.flatMap((from) =>
    folders
      .filter((to) => to !== from)
      .map((to) => ({ from, to, walled: wallsOf(from).includes(to) })),
  );
  const fileOf = ({ from, to }: { from: string; to: string }) => `src/main/core/${from}/${to}-a.ts`;
  const planted = pairs.map((pair) => [fileOf(pair), importing(pair.from, `${pair.to}/b.ts`)]);
  const reported = new Set(
    diagnosticsFor(Object.fromEntries(planted))
      .filter(({ category }) => category === RESTRICTED)
      .map(({ location }) => location.path),
  );
  const wrong = pairs.filter((pair) => reported.has(fileOf(pair)) !== pair.walled);
  expect(wrong).toEqual([]);
  expect(pairs.filter(({ walled }) => walled).length).toBeGreaterThan(folders.length);
});

test('files beside the folders of core import none of them', () => {
  const files = { 'src/main/core/log.ts': importing('', 'git/run.ts') };
  expect(rulesFor(files)).toContain(RESTRICTED);
});

test('the rules of the floors are those of the table, and every folder has a floor', () => {
  expect(readFileSync(join(root, 'biome.floors.json'), 'utf8')).toBe(floorsConfig());
  const folders = readdirSync(join(root, 'src/main/core'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(FLOORS.flat().toSorted()).toEqual(folders.toSorted());
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
