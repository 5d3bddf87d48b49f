import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const unpackaged = { packaged: false, cwd: '/work' };
const packaged = { packaged: true, cwd: '/work' };

test('the project is named by its flag, whatever else tools put around it', () => {
  const argv = ['electron', '--no-sandbox', '--inspect=0', '/app', '--project=/repo', '--x'];
  expect(readArguments(argv, unpackaged)).toEqual({
    project: '/repo',
    instance: 'main',
    link: null,
  });
});

test('from its sources a bare path is the app itself, packaged it is a project', () => {
  expect(readArguments(['electron', '/app'], unpackaged).project).toBeNull();
  expect(readArguments(['tributary', 'shop'], packaged).project).toBe('/work/shop');
  expect(readArguments(['tributary', '--flag'], packaged).project).toBeNull();
});

test('an address of the system is no path', () => {
  const link = 'tributary://open?path=%2Frepo';
  expect(readArguments(['tributary', link], packaged)).toEqual({
    project: null,
    instance: 'main',
    link,
  });
});

test('an instance is a short plain name', () => {
  expect(readArguments(['e', '/app', '--instance=demo-12'], unpackaged).instance).toBe('demo-12');
  expect(readArguments(['e', '/app', '--instance=../x'], unpackaged).instance).toBe('main');
  expect(readArguments(['e', '/app', '--project='], unpackaged).project).toBeNull();
});
