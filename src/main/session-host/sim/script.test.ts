import { expect, test } from 'vitest';
import { parseScript } from './script.ts';

test.each([
  ['an unknown step', '- say: hi\n\n- dance: 1\n', 3, 'Unknown step dance'],
  ['two actions in one', '- {say: hi, sleep: 1}\n', 1, 'A step has exactly one action'],
  ['broken YAML', '- say: "hi\n- [', 2, ''],
  ['a wrong value', '- sleep: soon\n', 1, 'Step sleep has a value it cannot take'],
  ['an ambiguous edit', '- say: x\n- edit: {file: a, append: x, content: y}\n', 2, ''],
  ['broken JSON', '{"say":"hi"}\n{"say":\n', 2, 'Not a JSON object'],
  ['no list', 'say: hi\n', 1, 'A script is a list of steps'],
])('refuses %s, naming the line', (_name, script, line, words) => {
  expect(() => parseScript(script)).toThrow(
    expect.objectContaining({ name: 'ScriptError', line, message: expect.stringContaining(words) }),
  );
});
