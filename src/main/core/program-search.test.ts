import { expect, test } from 'vitest';
import { type Machine, pathOf, programIn } from './program-search.ts';

const machine = (
  platform: NodeJS.Platform,
  files: readonly string[],
  env: Record<string, string> = {},
): Machine => ({ platform, env, isProgram: (path) => files.includes(path) });

test('the first folder that has the program counts; relative and empty ones do not', () => {
  const files = ['x', './x', '/a/x', '/b/x'];
  expect(programIn('.::/none:/b:/a', 'x', machine('linux', files))).toBe('/b/x');
  expect(programIn('.:', 'x', machine('linux', files))).toBeNull();
  expect(programIn(undefined, 'x', machine('linux', files))).toBeNull();
});

test('on Windows a name has the extensions that the system starts, in the order of PATHEXT', () => {
  const files = ['C:\\a\\x', 'C:\\a\\x.js', 'C:\\a\\x.cmd', 'C:\\a\\x.exe', 'D:\\b\\x.exe'];
  const at = (path: string, env = {}) => programIn(path, 'x', machine('win32', files, env));
  expect(at('C:\\a;D:\\b')).toBe('C:\\a\\x.exe');
  expect(at('C:\\a', { PATHEXT: '.JS;.CMD;.EXE' })).toBe('C:\\a\\x.cmd');
  expect(at('"D:\\b"')).toBe('D:\\b\\x.exe');
  expect(programIn('C:\\a', 'x.cmd', machine('win32', files))).toBe('C:\\a\\x.cmd');
});

test('the PATH has its name in any letters', () => {
  expect(pathOf({ Path: 'C:\\a' })).toBe('C:\\a');
  expect(pathOf({ PATH: '/a' })).toBe('/a');
  expect(pathOf({})).toBeUndefined();
});
