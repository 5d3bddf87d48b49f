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

/** Summaries by what they were made of: they never change. */
const LOGS: Kind<Promise<readonly string[]>> = { most: 100 };

/** A line per contract that is different in two trees: `contracts/api.yaml: 2 added`. */
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

/** The difference, beside the caller's thread when it is large; null where it cannot be told. */
export async function diffWithin(input: DiffInput): Promise<readonly ContractChange[] | null> {
  const [changes] = await diffsWithin([input]);
  return changes ?? null;
}

/** Differences of several versions, made together: a text that stands in several is parsed once. */
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
