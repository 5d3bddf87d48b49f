import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';

const OUT = resolve(import.meta.dirname, '../../../out/main');

interface Node {
  readonly type: string;
  readonly await?: boolean;
}

/** Whether code outside of functions waits. */
function waits(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(waits);
  if (typeof node !== 'object' || node === null || !('type' in node)) return false;
  const { type, await: forAwait } = node as Node;
  if (/Function/.test(type) || type === 'MethodDefinition') return false;
  if (type === 'AwaitExpression' || (type === 'ForOfStatement' && forAwait)) return true;
  return Object.values(node).some(waits);
}

test('a wait at the top of a module is found', () => {
  expect(waits(parseAst('const a = await b;').body)).toBe(true);
  expect(waits(parseAst('for await (const a of b) a(); export {};').body)).toBe(true);
  expect(waits(parseAst('const f = async () => { await b; };').body)).toBe(false);
});

// Electron is ready once the main module has run: one that waited for it would wait for ever.
test('the main process of the desktop app waits for nothing before it is ready', () => {
  const chunks = readdirSync(join(OUT, 'chunks')).filter((name) => name.endsWith('.js'));
  expect(chunks.length).toBeGreaterThan(0);
  for (const file of ['index.js', ...chunks.map((name) => join('chunks', name))]) {
    const { body } = parseAst(readFileSync(join(OUT, file), 'utf8'));
    expect(waits(body), file).toBe(false);
  }
});
