import { describe, expect, test } from 'vitest';
import type { AskedRequest } from '../../../shared/wire/asks.ts';
import { answered, piecesOf, questionOf, ruleWords } from './request-words.ts';

const request = (tool: string, input: Record<string, unknown>): AskedRequest => ({
  id: 'one',
  tool,
  input,
  suggestions: [],
  subagent: null,
  since: 0,
});

describe('request content', () => {
  test('a command is shown in full, with its other input', () => {
    const pieces = piecesOf(request('Bash', { command: 'rm -r a\nrm -r b', timeout: 5 }));
    expect(pieces).toEqual([
      { label: 'Command', text: 'rm -r a\nrm -r b', look: 'plain' },
      { label: 'More input', text: '{\n  "timeout": 5\n}', look: 'plain' },
    ]);
  });

  test('an edit is shown as removed and added text', () => {
    const input = { file_path: '/w/a.css', old_string: 'red', new_string: 'blue' };
    expect(piecesOf(request('Edit', input)).map(({ text, look }) => [text, look])).toEqual([
      ['/w/a.css', 'plain'],
      ['red', 'removed'],
      ['blue', 'added'],
    ]);
  });

  test('an unknown tool is shown as JSON', () => {
    expect(piecesOf(request('Deploy', { to: 'here' }))[0]?.text).toBe('{\n  "to": "here"\n}');
  });

  test('a question has its options, and an answer returns the whole input', () => {
    const options = [{ label: 'Red', description: 'warm' }];
    const asked = request('AskUserQuestion', {
      questions: [{ question: 'Which colour?', options }],
    });
    expect(questionOf(asked)).toEqual({ question: 'Which colour?', options });
    expect(answered(asked, 'Which colour?', 'Red')).toEqual({
      behavior: 'allow',
      updatedInput: { ...asked.input, answers: { 'Which colour?': 'Red' } },
    });
  });

  test('several questions at once are left to the terminal', () => {
    const questions = [{ question: 'One?' }, { question: 'Two?' }];
    expect(questionOf(request('AskUserQuestion', { questions }))).toBeNull();
  });

  test('only rules that allow something are offered', () => {
    const rules = [{ toolName: 'Bash', ruleContent: 'git add *' }];
    expect(ruleWords({ type: 'addRules', behavior: 'allow', rules })).toBe('Bash(git add *)');
    expect(ruleWords({ type: 'addRules', behavior: 'deny', rules })).toBeNull();
    expect(ruleWords({ type: 'setMode', mode: 'acceptEdits' })).toBeNull();
  });
});
