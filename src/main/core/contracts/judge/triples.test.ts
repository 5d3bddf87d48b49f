import { expect, test } from 'vitest';
import { randomOf } from '../../merge/random-changes-fixture.ts';
import { mergeContract } from '../merge.ts';
import { mergeWithGit } from '../text-merge.ts';
import type { ContractMerge, TextMerge } from '../types.ts';
import { KINDS, randomTriple, type Triple } from './edits-fixture.ts';
import { judge } from './judge-fixture.ts';

const TRIPLES = process.env['TRIBUTARY_FULL'] === '1' ? 20_000 : 210;
const SEED = 5_000;
/** The full count takes minutes. */
const LONGEST_MS = 1_800_000;
/** Maximum share of all triples in which the audit may stop a clean structural merge. */
const MOST_STOPPED = 0.001;
/** Maximum share of the triples for which git's clean line merge is right. */
const MOST_REFUSED = 0.01;

async function merge({
  texts,
}: Triple): Promise<{ readonly merged: ContractMerge; readonly lines: TextMerge | null }> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const sides = { base: bytes(texts.base), ours: bytes(texts.ours), theirs: bytes(texts.theirs) };
  let lines: TextMerge | null = null;
  const mergeText: typeof mergeWithGit = async (given) => {
    lines = await mergeWithGit(given);
    return lines;
  };
  const merged = await mergeContract(sides, { mergeText });
  return { merged, lines };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

function story({ kind, texts }: Triple, index: number): string {
  const { base, ours, theirs } = texts;
  return `triple ${index} (${kind})\n${base}\n--- ours\n${ours}\n--- theirs\n${theirs}`;
}

test(
  `${TRIPLES} random triples (seed ${SEED}), a seventh of each kind: no clean result is wrong`,
  async () => {
    const seen: Record<string, number> = {};
    const count = (what: string) => {
      seen[what] = (seen[what] ?? 0) + 1;
    };
    for (let index = 0; index < TRIPLES; index += 1) {
      const kind = KINDS[index % KINDS.length];
      if (!kind) throw new Error('There are kinds.');
      const triple = randomTriple(kind, randomOf(SEED + index));
      const { merged, lines } = await merge(triple);
      const rules = new Set(merged.findings.map(({ rule }) => rule));
      count(merged.outcome === 'clean' ? merged.method : 'conflict');
      if (rules.has('merge.wrong')) count(rules.has('merge.fallback') ? 'wrong lines' : 'stopped');
      if (merged.method === 'trivial') continue;
      if (merged.outcome === 'clean') {
        const result = textOf(merged.bytes);
        expect(judge(triple, result), `${story(triple, index)}\n--- result\n${result}`).toBeNull();
      }
      if (lines?.outcome !== 'clean' || judge(triple, textOf(lines.bytes)) !== null) continue;
      count('lines are right');
      if (merged.outcome !== 'clean') count('refused');
    }
    console.error(`contracts: ${TRIPLES} triples, seed ${SEED}: ${JSON.stringify(seen)}`);
    expect(seen['stopped'] ?? 0).toBeLessThanOrEqual(TRIPLES * MOST_STOPPED);
    const right = seen['lines are right'] ?? 0;
    expect(seen['refused'] ?? 0).toBeLessThanOrEqual(Math.max(2, right * MOST_REFUSED));
    // Otherwise the test would prove little.
    expect(seen['structure']).toBeGreaterThan(TRIPLES / 10);
    expect(right).toBeGreaterThan(TRIPLES / 5);
  },
  LONGEST_MS,
);
