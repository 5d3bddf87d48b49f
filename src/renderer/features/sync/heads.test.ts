import { expect, test } from 'vitest';
import type { AgentView } from '../../../shared/contract/run.ts';
import { hasMoved } from './heads.ts';

const agent = (name: string, head: string | null) => ({ name, head }) as AgentView;

test('there are new commits only where a branch that took part is known to be elsewhere', () => {
  const heads = [
    { agent: 'data', oid: 'a1' },
    { agent: 'qa', oid: 'b1' },
  ];
  expect(hasMoved(heads, [agent('data', 'a1'), agent('qa', 'b1'), agent('ops', 'c9')])).toBe(false);
  expect(hasMoved(heads, [agent('data', null)])).toBe(false);
  expect(hasMoved(heads, [agent('data', 'a1'), agent('qa', 'b2')])).toBe(true);
  expect(hasMoved(undefined, [agent('data', 'a1')])).toBe(false);
});
