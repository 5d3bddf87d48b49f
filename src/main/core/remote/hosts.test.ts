import { expect, test } from 'vitest';
import { withoutSecrets } from '../git/without-secrets.ts';
import { compareUrl, placeOf } from './hosts.ts';

const GITHUB = 'https://github.com/acme/shop/compare/main...feature/x?expand=1';
const GITLAB =
  'https://gitlab.com/acme/web/shop/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature%2Fx&merge_request%5Btarget_branch%5D=main';

test.each([
  ['https://github.com/acme/shop.git', GITHUB],
  ['https://github.com/acme/shop', GITHUB],
  ['https://someone:ghp_secret@github.com/acme/shop.git', GITHUB],
  ['git@github.com:acme/shop.git', GITHUB],
  ['ssh://git@github.com:22/acme/shop.git/', GITHUB],
  ['git@gitlab.com:acme/web/shop.git', GITLAB],
  [
    'https://gitlab.example.org/a/b.git',
    expect.stringContaining('https://gitlab.example.org/a/b/-/'),
  ],
  [
    'git@bitbucket.org:acme/shop.git',
    'https://bitbucket.org/acme/shop/pull-requests/new?source=feature%2Fx&dest=main',
  ],
  ['https://codeberg.org/acme/shop.git', 'https://codeberg.org/acme/shop/compare/main...feature/x'],
  ['https://mygithub.example/acme/shop.git', null],
  ['/srv/git/shop.git', null],
  ['file:///srv/git/shop.git', null],
  ['C:/work/shop.git', null],
  ['../shop', null],
])('%s', (url, page) => {
  expect(compareUrl(url, 'main', 'feature/x')).toEqual(page);
});

test('odd names stay one address', () => {
  const url = compareUrl('https://github.com/a b/c"d', 'ma in', 'feature/x?y#z');
  expect(url).toBe('https://github.com/a%20b/c%22d/compare/ma%20in...feature/x%3Fy%23z?expand=1');
});

test('no name and no token is shown', () => {
  expect(withoutSecrets('fatal: https://me:tok@host/x and http://tok@h/y')).toBe(
    'fatal: https://host/x and http://h/y',
  );
  expect(placeOf('https://u:p@github.com/a/b')).toEqual({ host: 'github.com', path: 'a/b' });
});
