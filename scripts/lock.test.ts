import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * A registry that lacks a package's platform builds makes `npm install` drop them from the lock without a word; `npm
 * ci` then fails on the machines that need them.
 */
test('the lock holds every platform build of every package', () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
  const packages: Record<string, Locked> = lock.packages;
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) => {
    const wanted = Object.keys(optionalDependencies);
    return wanted.length < 2
      ? []
      : wanted.filter((name) => !names.has(name)).map((name) => `${path}: ${name}`);
  });
  expect(missing).toEqual([]);
});
