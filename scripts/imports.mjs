import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';

/** What a call names first: `import(x)`, `require(x)`, the bundler's `__require(x)`, or `.resolve(x)` of these. */
function calledModule(node) {
  if (node.type === 'ImportExpression') return node.source;
  if (node.type !== 'CallExpression') return undefined;
  const { callee } = node;
  const isResolve = callee.type === 'MemberExpression' && callee.property.name === 'resolve';
  const name = isResolve ? callee.object.name : callee.name;
  return /^_*require$/.test(name ?? '') ? node.arguments[0] : undefined;
}

function* nodesOf(value) {
  if (Array.isArray(value)) {
    for (const one of value) yield* nodesOf(one);
  } else if (value && typeof value === 'object') {
    if (typeof value.type === 'string') yield value;
    for (const one of Object.values(value)) yield* nodesOf(one);
  }
}

/** Every module that a script names in a static import, an `import()` or a `require()`, as it is written. */
export function importsOf(path) {
  const { program } = parseSync(path, readFileSync(path, 'utf8'));
  const sources = [...nodesOf(program)].map(
    (node) =>
      (/^(Import|Export\w*)Declaration$/.test(node.type) ? node.source : undefined) ??
      calledModule(node),
  );
  return [...new Set(sources.map((source) => source?.value))].filter(
    (value) => typeof value === 'string',
  );
}

/** "@scope/name" or "name" of an import of a package; null for files and for what Node brings. */
export function packageOf(specifier) {
  if (/^[./]/.test(specifier) || isBuiltin(specifier)) return null;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null);
}

/** Every script under a folder, its chunks included. */
export function scriptsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
}

/** The scripts that these ones load from beside them, directly or by others, with themselves. */
export function withChunks(scripts) {
  const found = new Set();
  const add = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const name of importsOf(path)) if (name.startsWith('.')) add(join(dirname(path), name));
  };
  for (const script of scripts) add(script);
  return [...found];
}
