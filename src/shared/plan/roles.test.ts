import { expect, test } from 'vitest';
import { aboutLine, agentOfRole, fillPrompt } from './roles.ts';

test.each([
  [
    '/qa tests for the {feature}: {about}',
    'Guests write.',
    '/qa tests for the guest book: Guests write.',
  ],
  ['/qa tests for the {feature}: {about}', undefined, '/qa tests for the guest book'],
  ['Build {feature}.\n{about}\nCommit.', '', 'Build guest book.\nCommit.'],
  [
    'Build {feature}.\n{about}\nCommit.',
    'Costs $& and $1.',
    'Build guest book.\nCosts $& and $1.\nCommit.',
  ],
  [
    'Build {feature}: {about}',
    'As {feature}, {about}.',
    'Build guest book: As {feature}, {about}.',
  ],
  ['{about}', '  ', ''],
  ['No places', 'x', 'No places'],
])('%j with %j', (prompt, about, expected) => {
  expect(fillPrompt(prompt, { feature: 'guest-book', about })).toBe(expected);
});

test('a description is one line of text', () => {
  expect(aboutLine(' a\r\n\tb\u001b[31m c\u202e ')).toBe('a b [31m c');
  expect(aboutLine('👩‍🚀'.repeat(600))).toMatch(/^\P{Cs}*$/u);
  expect([...aboutLine('x'.repeat(900))]).toHaveLength(500);
});

test('an agent has what its role says and nothing empty', () => {
  const role = { name: 'qa', title: 'QA', icon: 'shield', colour: 'accent' } as const;
  expect(agentOfRole(role, { feature: 'x' })).toEqual({ role: 'qa' });
  expect(agentOfRole({ ...role, scope: [], reads: [], writes: ['api'] }, { feature: 'x' })).toEqual(
    {
      role: 'qa',
      writes: ['api'],
    },
  );
});
