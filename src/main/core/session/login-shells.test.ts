import { expect, test } from 'vitest';
import { shellQuestions } from './login-shells.ts';

const asked = (shell: string) =>
  shellQuestions(shell, 'M').map(({ args, argv0 }) => [argv0, ...args.slice(0, -1)].join(' '));

test('each shell is asked in words that it reads, as a login shell', () => {
  expect(asked('/bin/zsh')).toEqual(['/bin/zsh -ilc', '/bin/zsh -lc']);
  expect(asked('/usr/bin/fish')).toEqual(['/usr/bin/fish -ilc', '/usr/bin/fish -lc']);
  // They refuse -l beside another word; a name with a dash makes them login shells.
  expect(asked('/bin/tcsh')).toEqual(['-tcsh -ic', '-tcsh -c']);
  expect(asked('/bin/csh')).toEqual(['-csh -ic', '-csh -c']);
  // They take no words put together.
  expect(asked('/usr/bin/nu')).toEqual(['/usr/bin/nu -i -l -c', '/usr/bin/nu -l -c']);
  expect(asked('/usr/bin/xonsh')).toEqual(['/usr/bin/xonsh -i -l -c', '/usr/bin/xonsh -l -c']);
  expect(asked('/opt/pwsh')).toEqual(['/opt/pwsh -Login -Command']);
});

test('the question has nothing that a shell could read otherwise', () => {
  for (const shell of ['sh', 'fish', 'tcsh', 'nu', 'pwsh']) {
    for (const { args } of shellQuestions(shell, '1-2')) {
      expect(args.at(-1)).toMatch(
        /^[a-z]+ 1-2; \/usr\/bin\/env -0; [a-z]+ 1-2; \/usr\/bin\/env; [a-z]+ 1-2$/,
      );
    }
  }
});
