import { expect, test } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../../shared/contract/layout.ts';
import type { InboxItem } from '../../../shared/contract/run.ts';
import { isQuiet, NotifiedItems, noticeOf, soundOf } from './events.ts';

const item = (kind: InboxItem['kind'], more: Partial<InboxItem> = {}): InboxItem => ({
  id: `data:${kind}:1`,
  agent: 'data',
  sync: null,
  kind,
  message: 'npm test',
  ask: null,
  since: 1,
  ...more,
});

const chosen = DEFAULT_PREFERENCES.notices;

test('items of the first update are not new; later items are reported once', () => {
  const notified = new NotifiedItems();
  expect(notified.fresh([item('question')])).toEqual([]);
  const both = [item('question'), item('permission')];
  expect(notified.fresh(both).map(({ kind }) => kind)).toEqual(['permission']);
  expect(notified.fresh(both)).toEqual([]);
  // An item that disappears for a moment is not new when it returns.
  expect(notified.fresh([])).toEqual([]);
  expect(notified.fresh(both)).toEqual([]);
});

test('a sync point that becomes ready again is reported again', () => {
  const notified = new NotifiedItems();
  const ready = item('ready', { id: 'ground:ready', agent: null, sync: 'ground' });
  notified.fresh([ready]);
  expect(notified.fresh([{ ...ready, since: 2 }])).toHaveLength(1);
});

test('a lost login is reported once per occurrence', () => {
  const notified = new NotifiedItems();
  const lost = item('failed', { id: 'login-lost' });
  notified.fresh([]);
  expect(notified.fresh([lost])).toHaveLength(1);
  expect(notified.fresh([{ ...lost, since: 2 }])).toEqual([]);
  expect(notified.fresh([])).toEqual([]);
  expect(notified.fresh([lost])).toHaveLength(1);
});

test.each([
  ['22:00', '07:00', 23, 0, true],
  ['22:00', '07:00', 6, 59, true],
  ['22:00', '07:00', 7, 0, false],
  ['12:00', '13:30', 12, 0, true],
  ['12:00', '13:30', 13, 30, false],
  ['12:00', '12:00', 12, 0, false],
])('quiet from %s to %s at %i:%i is %s', (quietFrom, quietTo, hours, minutes, quiet) => {
  const now = new Date(2026, 0, 5, hours, minutes);
  expect(isQuiet({ ...chosen, quiet: true, quietFrom, quietTo }, now)).toBe(quiet);
  expect(isQuiet({ ...chosen, quiet: false, quietFrom, quietTo }, now)).toBe(false);
});

test('the needs-you sound takes precedence over the finished sound, and each can be turned off', () => {
  const both = [item('finished'), item('question')];
  expect(soundOf(both, chosen)).toBe('needs-you');
  expect(soundOf([item('failed')], chosen)).toBe('needs-you');
  expect(soundOf([item('ready')], chosen)).toBe('finished');
  expect(soundOf(both, { ...chosen, needsYouSound: false })).toBe('finished');
  expect(soundOf(both, { ...chosen, needsYouSound: false, finishedSound: false })).toBeNull();
  expect(soundOf([], chosen)).toBeNull();
});

test('a notice names agent and event, and is truncated', () => {
  expect(noticeOf(item('permission'), 'Data')).toEqual({
    id: 'data:permission:1',
    title: 'Data asks for permission',
    body: 'npm test',
  });
  expect(noticeOf(item('failed', { message: 'x'.repeat(900) }), 'Data').body).toHaveLength(200);
});
