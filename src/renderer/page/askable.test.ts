import { expect, test } from 'vitest';
import type { RunView } from '../../shared/contract/run.ts';
import { ORCHESTRATOR } from '../../shared/names.ts';
import { askable } from './askable.ts';

const plan = { agents: { data: { role: 'data' }, qa: { role: 'qa', runs: 'shell' as const } } };
const session = (kind: 'claude' | 'shell', alive = true) => ({ kind, alive });
const runWith = (data: object | null, orchestrator: object | null = null) =>
  ({
    agents: [
      { name: 'data', session: data },
      { name: 'qa', session: session('shell') },
    ],
    orchestrator: orchestrator && { session: orchestrator },
  }) as unknown as RunView;

test('an agent that runs claude can be asked, a shell cannot', () => {
  const known = { plan, run: runWith(session('claude')), isMissing: false };
  expect(askable('data', known)).toBe(true);
  expect(askable('qa', known)).toBe(false);
  expect(askable(ORCHESTRATOR, known)).toBe(true);
  const shell = { ...known, run: runWith(session('claude'), session('shell')) };
  expect(askable(ORCHESTRATOR, shell)).toBe(false);
});

test('without claude, only a running session can be asked', () => {
  const known = { plan, run: runWith(session('claude')), isMissing: true };
  expect(askable('data', known)).toBe(true);
  expect(askable('data', { ...known, run: runWith(null) })).toBe(false);
  expect(askable('data', { ...known, run: runWith(session('claude', false)) })).toBe(false);
  expect(askable(ORCHESTRATOR, known)).toBe(false);
});
