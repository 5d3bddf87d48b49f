import { expect, test } from 'vitest';
import { type Kind, Memory } from './memory.ts';

const NUMBERS: Kind<{ readonly n: number }> = { most: 2 };
const WORDS: Kind<Promise<string>> = { most: 10 };

test('each kind keeps so many answers, those asked for last; each memory its own', () => {
  const [memory, other] = [new Memory(), new Memory()];
  for (const n of [1, 2]) memory.of(NUMBERS).set(`${n}`, { n });
  memory.of(NUMBERS).get('1');
  memory.of(NUMBERS).set('3', { n: 3 });
  expect([...memory.of(NUMBERS).keys()].sort()).toEqual(['1', '3']);
  expect(other.of(NUMBERS).size).toBe(0);
});

test('a question is asked once while its answer holds, and again when it failed', async () => {
  const memory = new Memory();
  let asked = 0;
  const ask = async (answer: string | null) => {
    asked += 1;
    if (answer === null) throw new Error('no answer');
    return answer;
  };
  await expect(memory.once(WORDS, 'key', () => ask(null))).rejects.toThrow('no answer');
  const first = memory.once(WORDS, 'key', () => ask('one'));
  expect(await memory.once(WORDS, 'key', () => ask('two'))).toBe('one');
  expect(await first).toBe('one');
  expect(asked).toBe(2);
});
