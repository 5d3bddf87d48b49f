import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, packageOf, scriptsIn } from './imports.mjs';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const NOT_OURS = [
  // Given by the desktop app itself, or fetched when the desktop app is first wanted.
  'electron',
  // Tried by a library that does without it.
  'supports-color',
];

test('dependencies are exactly the packages that the built app loads from node_modules', () => {
  const loaded = scriptsIn(join(root, 'out/main')).flatMap((script) =>
    importsOf(script).map(packageOf),
  );
  const needed = new Set(loaded.filter((name) => name !== null && !NOT_OURS.includes(name)));
  expect([...needed].sort()).toEqual(Object.keys(manifest.dependencies).sort());
});
