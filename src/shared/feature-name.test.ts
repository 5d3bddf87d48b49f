import { expect, test } from 'vitest';
import { featureName, featureWords } from './feature-name.ts';
import { isKey } from './names.ts';

test.each([
  ['user-profile', 'user-profile'],
  ['User Profile', 'user-profile'],
  ['  user   profile ', 'user-profile'],
  ['UserProfile', 'user-profile'],
  ['GitHub login', 'github-login'],
  ['Über  uns!', 'ueber-uns'],
  ['Straße & Café', 'strasse-and-cafe'],
  ["Customer's cart", 'customer-s-cart'],
  ['feature/user_profile', 'user-profile'],
  ['2-factor login', 'feature-2-factor-login'],
  ['Ⅳ. ＡＢＣ', 'iv-abc'],
  ['main', 'main-feature'],
  ['Integration', 'integration-feature'],
  ['-x-', 'x'],
  ['a'.repeat(60), 'a'.repeat(40)],
  [
    'a long name that goes on and on until nobody reads it',
    'a-long-name-that-goes-on-and-on-until',
  ],
  ['Профиль user', 'user'],
  ['profil🚀e', 'profil-e'],
])('%j becomes %j', (written, name) => {
  expect(featureName(written)).toBe(name);
  expect(isKey(name)).toBe(true);
});

test.each(['', '   ', '!!!', 'Профиль', '用户资料', '🚀'])('nothing is left of %j', (written) => {
  expect(featureName(written)).toBeNull();
});

test('a converted name is left as it is', () => {
  for (const written of ['Über uns', '2fa', 'main', 'x'.repeat(80), `${'a'.repeat(39)} b`]) {
    const name = featureName(written);
    expect(featureName(name ?? '')).toBe(name);
  }
});

test.each([
  ['User Profile', 'user profile'],
  ['UserProfile', 'user profile'],
  ['feature/user_profile', 'user profile'],
  ['user-profile', 'user profile'],
  ['2-factor login', '2-factor login'],
  ["Customer's cart", "Customer's cart"],
  ['Über uns', 'Über uns'],
  ['main', 'main'],
])('%j is called %j in sentences', (written, called) => {
  expect(featureWords(written, featureName(written) ?? '')).toBe(called);
});
