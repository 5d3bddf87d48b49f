import type { ContractChange } from '../../../shared/contract/contracts.ts';
import { changedNames } from '../git/diff-listings.ts';
import type { Shadow } from '../git/shadow.ts';
import type { Kind } from '../memory.ts';
import { runWithin } from './budget.ts';
import { changeSummary } from './change-words.ts';
import type { ContractRules } from './contract-rules.ts';
import type { DiffInput } from './diff.ts';
import { OutOfBudget } from './types.ts';

interface Between {
  /** Trees or commits. */
  readonly before: string;
  readonly after: string;
}

/** Cached by trees and rules: a summary never changes. */
const LOGS: Kind<Promise<readonly string[]>> = { most: 100 };

/** One line per contract that differs between two trees, such as `contracts/api.yaml: 2 added`. */
export function contractLog(
  shadow: Shadow,
  between: Between,
  rules: ContractRules,
): Promise<readonly string[]> {
  const key = [rules.revision, between.before, between.after].join(' ');
  return shadow.memory.once(LOGS, key, () => makeLog(shadow, between, rules));
}

async function makeLog(
  shadow: Shadow,
  { before, after }: Between,
  rules: ContractRules,
): Promise<readonly string[]> {
  const args = ['-r', '--no-renames', '--end-of-options', before, after, '--'];
  const changed = await shadow.list(changedNames('diff-tree', ...args));
  const lines: string[] = [];
  for (const path of changed.sort()) {
    const rule = rules.of(path);
    if (!rule) continue;
    const [own, other] = await Promise.all(
      [before, after].map((tree) => shadow.objects.contents(`${tree}:${path}`)),
    );
    if (!own || !other) lines.push(`${path}: ${own ? 'removed' : 'new'}`);
    else {
      const { topic, identity, sets } = rule;
      const texts = { before: own.toString('utf8'), after: other.toString('utf8') };
      const changes = await diffWithin({ ...texts, topic, identity, sets });
      lines.push(`${path}: ${changes ? changeSummary(changes) : 'changed'}`);
    }
  }
  return lines;
}

/** Compares two versions, in a worker thread if they are large; null if a comparison by structure is impossible. */
export async function diffWithin(input: DiffInput): Promise<readonly ContractChange[] | null> {
  const [changes] = await diffsWithin([input]);
  return changes ?? null;
}

/** Compares several pairs of versions in one job, so that a text that occurs in several pairs is parsed once. */
export async function diffsWithin(
  inputs: readonly DiffInput[],
): Promise<readonly (readonly ContractChange[] | null)[]> {
  const texts = new Set(inputs.flatMap(({ before, after }) => [before, after]));
  const bytes = [...texts].reduce((sum, text) => sum + text.length, 0);
  try {
    return await runWithin({ name: 'diffs', input: inputs }, bytes);
  } catch (thrown) {
    if (thrown instanceof OutOfBudget) return inputs.map(() => null);
    throw thrown;
  }
}
