import { expect, test } from 'vitest';
import { diffContracts } from './diff.ts';
import { parsePair } from './parse-pair.ts';

/** Pseudo-random numbers from 0 to 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** An API with many paths and schemas, each with a unique name. */
function api(words: readonly string[]): string {
  const paths = words.map((word, at) =>
    word === ''
      ? ''
      : `  /things/${at}:\n    get:\n      summary: ${word}\n      parameters:\n        - { name: id, required: ${at % 2 === 0} }\n`,
  );
  const schemas = words.map(
    (word, at) =>
      `    Thing${at}:\n      required: [id${at % 3 === 0 ? `, ${word || 'a'}` : ''}]\n      properties:\n        id: { type: ${word === 'b' ? 'text' : 'uuid'} }\n        a: { type: text }\n`,
  );
  return `openapi: 3.1.0\npaths:\n${paths.join('')}components:\n  schemas:\n${schemas.join('')}`;
}

const input = (before: string, after: string) =>
  ({ before, after, topic: 'api', identity: [] }) as const;

test('gives the same diff whether common entries are parsed or not', () => {
  const random = seeded(11);
  for (let round = 0; round < 12; round += 1) {
    const words = Array.from({ length: 120 }, () => 'ok');
    const edited = words.map((word) =>
      random() < 0.03 ? (['a', 'b', ''][Math.floor(random() * 3)] ?? '') : word,
    );
    const [before, after] = [api(words), api(edited)];
    // An anchor forces a full parse.
    const whole = diffContracts(input(`x: &a 1\n${before}`, `x: &a 1\n${after}`));
    expect(diffContracts(input(before, after))).toEqual(whole);
    expect(whole === null || edited.every((word) => word === 'ok') || whole.length > 0).toBe(true);
  }
});

test('skips equal entries of a register, but parses those of a description', () => {
  const words = Array.from({ length: 120 }, () => 'ok');
  const [before] = parsePair(api(words), api(['a', ...words.slice(1)]));
  expect(JSON.stringify(before.root)).toContain('unread');
  const described = (type: string) =>
    `kind: x\nmore: ${'y'.repeat(30_000)}\nproperties: { a: ${type} }\nrequired: [a]\n`;
  const [own] = parsePair(described('text'), described('uuid'));
  expect(JSON.stringify(own.root)).not.toContain('unread');
});
