import { expect, test } from 'vitest';
import { withoutNpmFolders } from './start-environment.ts';

const GYP = '/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin';
const NPM = ['/w/app/node_modules/.bin', '/w/node_modules/.bin', '/node_modules/.bin', GYP];

test.each([
  ['npm, once', [...NPM, '/usr/bin'], ['/usr/bin']],
  ['npm in npm', [...NPM, ...NPM, '/usr/bin'], ['/usr/bin']],
  ['npx, which adds no node-gyp', ['/c/_npx/1/node_modules/.bin', '/usr/bin'], ['/usr/bin']],
  [
    "npm before a user's own folder",
    [...NPM, '/home/u/node_modules/.bin', '/usr/bin'],
    ['/home/u/node_modules/.bin', '/usr/bin'],
  ],
  ['none', ['/usr/bin', '/w/node_modules/.bin'], ['/usr/bin', '/w/node_modules/.bin']],
])('what %s put in front of the PATH goes', (_name, path, left) => {
  expect(withoutNpmFolders(path.join(':'), ':')).toBe(left.join(':'));
});

test('on Windows, too', () => {
  const path = 'C:\\app\\node_modules\\.bin;C:\\npm\\lib\\node-gyp-bin;C:\\Windows';
  expect(withoutNpmFolders(path, ';')).toBe('C:\\Windows');
});
