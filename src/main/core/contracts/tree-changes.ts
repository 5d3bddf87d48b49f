import type { ContractChange } from '../../../shared/contract/contracts.ts';
import type { Shadow } from '../git/shadow.ts';
import { runWithin } from './budget.ts';
import { changeSummary } from './change-words.ts';
import type { ContractRules } from './contract-rules.ts';
import { findContracts } from './find-contracts.ts';
import { OutOfBudget } from './types.ts';

interface Between {
  /** Trees or commits. */
  readonly before: string;
  readonly after: string;
}

/** Summaries by what they were made of: they never change. */
const known = new Map<string, Promise<readonly string[]>>();
const KNOWN_LIMIT = 100;

/** A line per contract that is different in two trees: `contracts/api.yaml: 2 added`. */
export function contractLog(
  shadow: Shadow,
  between: Between,
  rules: ContractRules,
): Promise<readonly string[]> {
  const key = [shadow.path, rules.revision, between.before, between.after].join(' ');
  const before = known.get(key);
  if (before) return before;
  if (known.size >= KNOWN_LIMIT) known.clear();
  const log = makeLog(shadow, between, rules);
  known.set(key, log);
  log.catch(() => known.delete(key));
  return log;
}

async function makeLog(
  shadow: Shadow,
  { before, after }: Between,
  rules: ContractRules,
): Promise<readonly string[]> {
  const [old = [], fresh = []] = await Promise.all(
    [before, after].map((tree) => findContracts(shadow, tree, rules)),
  );
  const paths = [...new Set([...old, ...fresh].map(({ path }) => path))].sort();
  const lines: string[] = [];
  for (const path of paths) {
    const [from, to] = [old, fresh].map((list) => list.find((one) => one.path === path));
    if (from?.oid === to?.oid) continue;
    if (!from || !to) lines.push(`${path}: ${from ? 'removed' : 'new'}`);
    else {
      const { topic, identity } = to.rule;
      const [own, other] = await Promise.all([from, to].map(({ oid }) => textOf(shadow, oid)));
      const changes = await diffWithin({ before: own ?? '', after: other ?? '', topic, identity });
      lines.push(`${path}: ${changes ? changeSummary(changes) : 'changed'}`);
    }
  }
  return lines;
}

async function textOf(shadow: Shadow, oid: string): Promise<string> {
  return (await shadow.objects.contents(oid))?.toString('utf8') ?? '';
}

/** The difference, beside the caller's thread when it is large; null where it cannot be told. */
export async function diffWithin(
  input: Parameters<typeof runWithin<'diff'>>[0]['input'],
): Promise<readonly ContractChange[] | null> {
  const bytes = input.before.length + input.after.length;
  try {
    return await runWithin({ name: 'diff', input }, bytes);
  } catch (thrown) {
    if (thrown instanceof OutOfBudget) return null;
    throw thrown;
  }
}
