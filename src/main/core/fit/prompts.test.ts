import { expect, test } from 'vitest';
import { plainPrompt } from './prompts.ts';

test('a prompt names the folders of its scope so that nothing in them hides or ends the line', () => {
  const scope = ['server\nx/**', '\u202eweb/**'];
  const facts = { key: 'data', role: 'data', reads: [], writes: [], verify: [] };
  expect(plainPrompt({ ...facts, scope })).toContain(
    String.raw`Change only files in server\u{a}x/**, \u{202e}web/**.`,
  );
});
