import { threadId, Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { decideWithin } from './decide-within.ts';
import { documentsOf, sharingDocuments } from './documents.ts';
import { mergeContract } from './merge.ts';
import { mergeStructure } from './structure.ts';
import { parseYaml } from './tree.ts';
import { OutOfBudget } from './types.ts';
import { limitingWork } from './work-limit.ts';

const bytes = (text: string) => Buffer.from(text);
/** A contract that is large enough for a worker thread. */
const large = (first: string) =>
  `${first}\n${Array.from({ length: 1_500 }, (_, at) => `key${at}: { a: ${at}, b: text }\n`).join('')}`;

test('work stops at the entry limit, independent of time, and falls back to the line merge', async () => {
  expect(() => limitingWork(() => parseYaml('a: [1, 2, 3]\n'), 4)).toThrow(OutOfBudget);
  expect(limitingWork(() => parseYaml('a: [1, 2, 3]\n'), 5).root?.kind).toBe('map');
  const text = { outcome: 'conflict', bytes: bytes('lines') } as const;
  const sides = { base: bytes('a: [1]\n'), ours: bytes('a: [2]\n'), theirs: bytes('a: [3]\n') };
  const merged = await mergeContract(sides, {
    mergeText: async () => text,
    decide: async (input) => limitingWork(() => mergeStructure(input), 4),
  });
  expect(merged).toMatchObject({ outcome: 'conflict', method: 'fallback' });
  expect(merged.findings[0]?.message).toBe('Merged as text: Processing it takes too many steps.');
});

test('parses a text once per job; does not cache small or the oldest texts', () => {
  const text = (word: string) => `${word}: 1\n`.repeat(3_000);
  sharingDocuments(() => {
    const first = documentsOf(text('key'));
    expect(documentsOf(text('key'))).toBe(first);
    expect(documentsOf('a: 1\n')).not.toBe(documentsOf('a: 1\n'));
    const long = `# ${'x'.repeat(1_990_000)}\na: 1\n`;
    expect(documentsOf(long)).toBe(documentsOf(long));
    expect(documentsOf(text('key'))).not.toBe(first);
  });
  expect(documentsOf(text('key'))).not.toBe(documentsOf(text('key')));
});

test('parses the version before and the sides only when there is a finding', () => {
  const unread = new Proxy(bytes(''), {
    get: () => {
      throw new Error('It was read.');
    },
  });
  const sides = { ours: unread, theirs: unread };
  const check = (path: string, text: string) =>
    checkFiles([{ path, bytes: bytes(text), before: unread, sides, consumers: [] }]);
  const fine = 'paths:\n  /a: { get: { operationId: a } }\n';
  expect(check('api.yaml', fine)[0]?.findings).toEqual([]);
  const twice = `${fine}  /b: { get: { operationId: a } }\n`;
  expect(() => check('api.yaml', twice)).toThrow('It was read.');
});

test('sequential jobs share a thread, concurrent jobs do not', async () => {
  // A memory limit that no other test uses, so that no idle thread of another test is reused.
  const decide = decideWithin({ budget: { megabytes: 901 } });
  const [base, ours, theirs] = ['x: 1', 'x: 2', 'x: 1\ny: 3'].map((word) => bytes(large(word)));
  const text = { outcome: 'conflict', bytes: bytes('') } as const;
  const input = { sides: { base, ours, theirs }, text, rules: RULES, choices: new Map() } as const;
  const order = () => decide(input as Parameters<typeof decide>[0]);
  const start = await nextThread();
  expect((await order()).method).toBe('structure');
  await order();
  expect((await nextThread()) - start).toBe(2);
  await Promise.all([order(), order()]);
  expect((await nextThread()) - start).toBe(4);
});

const RULES = { policy: 'additive', identity: [] } as const;

/** The id of a newly started thread. */
async function nextThread(): Promise<number> {
  const worker = new Worker('', { eval: true });
  const number = worker.threadId;
  await new Promise((ended) => worker.once('exit', ended));
  expect(number).toBeGreaterThan(threadId);
  return number;
}
