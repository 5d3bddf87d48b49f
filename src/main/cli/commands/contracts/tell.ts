import type {
  ContractConflict,
  ContractDecision,
  ContractFinding,
  Policy,
} from '../../../core/contracts/types.ts';
import { note } from '../../output.ts';

/** The outcome of a merge, for display. */
interface Told {
  readonly conflicts: readonly (ContractConflict & {
    readonly parties?: readonly string[];
    readonly reason?: string | undefined;
  })[];
  readonly decisions: readonly ContractDecision[];
  readonly findings: readonly ContractFinding[];
}

/** Kinds of conflicts, in words. */
const KINDS: Readonly<Record<ContractConflict['kind'], string>> = {
  changed: 'both changed it',
  added: 'both added it, with different content',
  'deleted-by-ours': 'deleted by ours, changed by theirs',
  'deleted-by-theirs': 'changed by ours, deleted by theirs',
  moved: 'renamed or moved by both, or by one and deleted by the other',
  items: 'both changed these items',
  order: 'both changed the order',
  invalid: 'it cannot be merged automatically',
};

/** Most decisions listed; the rest is counted. JSON output has all. */
const MOST_DECISIONS = 20;

/** Prints conflicts, findings, kept orders and required reviews to stderr. */
export function tell(
  { conflicts, decisions, findings }: Told,
  {
    name,
    policy,
    isHeld,
  }: { readonly name: string; readonly policy: Policy; readonly isHeld: boolean },
): void {
  for (const { path, kind, parties = [], reason } of conflicts) {
    const who = parties.length > 2 ? `: ${parties.join(', ')}` : '';
    const why = reason === undefined ? '' : `. ${reason}`;
    note(`${name}: conflict at ${path || 'the file'}: ${KINDS[kind]}${who}${why}`);
  }
  for (const { path, rule, severity, message } of findings) {
    if (rule.startsWith('merge.')) note(`${name}: ${message}`);
    else note(`${name}: ${severity}: ${path === '' ? '' : `${path}: `}${message} (${rule})`);
  }
  if (isHeld)
    note(
      `${name}: merged, but held: correct the errors that this merge introduces before you use it.`,
    );
  const isReviewed = policy === 'review' || policy === 'critical';
  const told = decisions.filter(({ kind }) => isReviewed || kind === 'order');
  if (told.length > 0) note(`${name}: merged, for a look:`);
  for (const decision of told.slice(0, MOST_DECISIONS)) note(`${name}: ${decisionLine(decision)}`);
  if (told.length > MOST_DECISIONS)
    note(`${name}: and ${told.length - MOST_DECISIONS} more (--json lists them)`);
}

function decisionLine({ path, kind, side, from }: ContractDecision): string {
  const where = path || 'the top level';
  const who = side === 'both' ? 'both sides' : side;
  if (kind === 'order') return `${where}: in the order of ${who}`;
  return `${where}: ${kind} by ${who}${from === undefined ? '' : `, from ${from}`}`;
}
