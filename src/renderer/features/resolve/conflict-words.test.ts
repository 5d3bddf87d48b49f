import { expect, test } from 'vitest';
import type { Conflict } from '../../../shared/contract/resolve.ts';
import { kindWords, progressWords, settledWords, wholeChoices } from './conflict-words.ts';

const side = (label: string, mode = '100644') => ({ label, oid: '0123456789ab', mode });
const ours = side('Backend');
const theirs = side('Designers');

test('descriptions of conflicts name who deleted and who changed the file', () => {
  const title = (agent: string) => agent.toUpperCase();
  const agents = ['backend', 'designers'];
  expect(kindWords({ kind: 'contents', ours, theirs, agents }, title)).toBe(
    'Both changed the same lines',
  );
  expect(kindWords({ kind: 'modify/delete', ours: null, theirs, agents }, title)).toBe(
    'Deleted by BACKEND, changed by Designers',
  );
  expect(kindWords({ kind: 'modify/delete', ours, theirs: null, agents }, title)).toBe(
    'Changed by Backend, deleted by DESIGNERS',
  );
  expect(kindWords({ kind: 'never seen', ours, theirs, agents }, title)).toBe('never seen');
});

test('whole-file choices name the side', () => {
  const labels = (conflict: Parameters<typeof wholeChoices>[0]) =>
    wholeChoices(conflict).map((choice) => `${choice.side}: ${choice.label}`);
  expect(labels({ base: null, ours, theirs })).toEqual([
    'ours: Keep Backend’s',
    'theirs: Keep Designers’',
  ]);
  expect(labels({ base: side('base'), ours: null, theirs })).toEqual([
    'theirs: Keep Designers’',
    'ours: Delete the file',
    'base: Restore the base version',
  ]);
  expect(labels({ base: null, ours, theirs: null })).toEqual([
    'ours: Keep Backend’s',
    'theirs: Delete the file',
  ]);
  expect(
    labels({ base: null, ours: side('Data', '160000'), theirs: side('QA', '100755') }),
  ).toEqual(['ours: Keep Data’s (submodule) at 01234567', 'theirs: Keep QA’s (executable)']);
});

test('shows how a conflict was resolved, and the overall progress', () => {
  const conflict: Omit<Conflict, 'resolution'> = {
    id: '1',
    path: 'a',
    kind: 'contents',
    agents: [],
    base: null,
    ours,
    theirs: null,
    state: 'resolved',
  };
  const settled = (how: 'ours' | 'theirs' | 'text', by: 'person' | 'session' = 'person') =>
    settledWords({ ...conflict, resolution: { how, by, at: 0 } });
  expect(settled('ours')).toBe('Resolved: Backend');
  expect(settled('theirs')).toBe('Resolved: file deleted');
  expect(settled('text')).toBe('Resolved in the editor');
  expect(settled('text', 'session')).toBe('Resolved with the session’s text');
  expect(progressWords([{ state: 'open' }, { state: 'resolved' }])).toBe('1 of 2 resolved');
});
