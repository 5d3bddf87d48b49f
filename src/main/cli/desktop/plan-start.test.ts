import { expect, test } from 'vitest';
import { hasDisplay } from './display.ts';
import { planStart, type StartFacts } from './plan-start.ts';

const FACTS: StartFacts = { skip: false, display: true, root: false, override: null, binary: null };

test.each<[string, Partial<StartFacts>, string, RegExp]>([
  ['a display and a binary', { binary: '/e' }, 'start', /^$/],
  ['a display alone', {}, 'fetch', /^$/],
  ['root with a binary', { binary: '/e', root: true }, 'start', /^$/],
  ['root without one, which would be fetched in vain', { root: true }, 'browser', /as root/],
  ['no display', { display: false, binary: '/e' }, 'browser', /no display/],
  ['the wish for the browser', { skip: true, binary: '/e' }, 'browser', /SKIP_ELECTRON/],
  ['a build of Electron that is not there', { override: '/mine' }, 'browser', /\/mine/],
])('with %s: %o leads to %s', (_name, facts, kind, reason) => {
  const plan = planStart({ ...FACTS, ...facts });
  expect([plan.kind, 'reason' in plan ? plan.reason : '']).toEqual([
    kind,
    expect.stringMatching(reason),
  ]);
});

test('only Linux can be without a display', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'darwin') && hasDisplay({}, 'win32')).toBe(true);
});
