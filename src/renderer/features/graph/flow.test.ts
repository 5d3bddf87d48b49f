import { expect, test } from 'vitest';
import { planFromTemplate } from '../../../shared/plan/templates.ts';
import { neighbour } from './arrow-keys.ts';
import { edgesOf, nodesOf, pathThrough, reconcile } from './flow.ts';

const plan = planFromTemplate('full-stack', 'profile', { base: 'main' });
const draw = (placed: ReadonlyMap<string, { x: number; y: number }> = new Map()) =>
  nodesOf({ plan, run: null, placed, pinned: new Set() });

test('nodes are named by title, kind and state', () => {
  const names = draw().map((node) => node.ariaLabel);
  expect(names).toContain('Designer, agent, not-started');
  expect(names).toContain('Phase 1, sync point, waiting');
});

test('only what changed becomes a new object', () => {
  const last = reconcile([], draw());
  const next = reconcile(last, draw(new Map([['qa', { x: 7, y: 7 }]])));
  const changed = next.filter((node, index) => node !== last[index]).map((node) => node.id);
  expect(changed).toEqual(['qa']);
});

test('an update does not move a card that is being dragged', () => {
  const last = reconcile([], draw()).map((node) =>
    node.id === 'qa' ? { ...node, dragging: true, position: { x: 50, y: 60 } } : node,
  );
  const next = reconcile(last, draw(new Map([['qa', { x: 7, y: 7 }]])));
  expect(next.find((node) => node.id === 'qa')?.position).toEqual({ x: 50, y: 60 });
});

test('the path through a node has all its predecessors and successors, and nothing else', () => {
  const lit = pathThrough(edgesOf(plan, []), 'backend');
  expect([...lit].toSorted()).toEqual([
    'backend→phase-2',
    'data→phase-1',
    'designer→phase-1',
    'phase-1→backend',
    'phase-2→qa',
    'qa→phase-3',
  ]);
});

test('arrow keys go to the nearest node in their direction', () => {
  const nodes = [
    { id: 'a', centre: { x: 0, y: 0 } },
    { id: 'b', centre: { x: 0, y: 100 } },
    { id: 'c', centre: { x: 200, y: 10 } },
    { id: 'd', centre: { x: 180, y: 300 } },
  ];
  expect(neighbour(nodes, 'a', 'ArrowRight')).toBe('c');
  expect(neighbour(nodes, 'a', 'ArrowDown')).toBe('b');
  expect(neighbour(nodes, 'a', 'ArrowLeft')).toBeNull();
  expect(neighbour(nodes, 'c', 'x')).toBeNull();
});

test('a chain edge goes down within its lane; other edges go from left to right', () => {
  const edges = edgesOf(
    {
      version: 1,
      feature: 'f',
      base: 'main',
      agents: {
        one: { role: 'x' },
        two: { role: 'x', after: ['one'] },
        late: { role: 'x', after: ['done', 'one'] },
      },
      syncs: { done: { merges: ['two'] }, end: { merges: ['late'] } },
    },
    [],
  );
  const downwards = edges.filter(({ sourceHandle }) => sourceHandle === 'below');
  expect(downwards.map(({ id }) => id)).toEqual(['one→two']);
  expect(edges.map(({ id }) => id)).toContain('one→late');
});
