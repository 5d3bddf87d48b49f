import { expect, test } from 'vitest';
import { withoutAnswers } from './terminal-answers.ts';

const filtered = (text: string) => withoutAnswers(Buffer.from(text)).toString();

test.each([
  ['device attributes', '\u001b[?62;22c'],
  ['secondary attributes', '\u001b[>0;276;0c'],
  ['a cursor position', '\u001b[12;40R'],
  ['a status', '\u001b[0n'],
  ['a mode', '\u001b[?2026;2$y'],
  ['a colour', '\u001b]11;rgb:0000/0000/0000\u0007'],
  ['a device string', '\u001bP>|xterm\u001b\\'],
])('%s is not typed', (_name, answer) => {
  expect(filtered(`a${answer}b`)).toBe('ab');
});

test.each([['\u001b[A'], ['\u001bOP'], ['\u001b[200~pasted\u001b[201~'], ['é漢'], ['\u001b']])(
  '%j is',
  (typed) => {
    expect(filtered(typed)).toBe(typed);
  },
);
