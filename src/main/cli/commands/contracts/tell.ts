import type {
  ContractConflict,
  ContractDecision,
  ContractFinding,
  Policy,
} from '../../../core/contracts/types.ts';
import { note } from '../../output.ts';

/** What a merge came to, as far as a person is told. */
interface Told {
  readonly conflicts: readonly (ContractConflict & {
    readonly parties?: readonly string[];
    readonly reason?: string | undefined;
  })[];
  readonly decisions: readonly ContractDecision[];
  readonly findings: readonly ContractFinding[];
}

/** More decisions are counted: whoever wants to see them all asks for JSON. */
const MOST_DECISIONS = 20;

/** Says on stderr where a merge is in conflict, what was found, what order was kept, and what a policy wants looked at. */
export function tell(
  { conflicts, decisions, findings }: Told,
  { name, policy }: { readonly name: string; readonly policy: Policy },
): void {
  for (const { path, kind, parties = [], reason } of conflicts) {
    const who = parties.length > 2 ? ` of ${parties.join(', ')}` : '';
    const why = reason === undefined ? '' : `: ${reason}`;
    note(`${name}: conflict at ${path || 'the file'} (${kind})${who}${why}`);
  }
  for (const { path, rule, message } of findings) {
    const isAboutMerge = rule.startsWith('merge.');
    note(`${name}: ${isAboutMerge || path === '' ? '' : `${path}: `}${message}`);
  }
  const isReviewed = policy === 'review' || policy === 'critical';
  const told = decisions.filter(({ kind }) => isReviewed || kind === 'order');
  for (const decision of told.slice(0, MOST_DECISIONS)) note(`${name}: ${decisionLine(decision)}`);
  if (told.length > MOST_DECISIONS)
    note(`${name}: and ${told.length - MOST_DECISIONS} more (--json lists them)`);
}

function decisionLine({ path, kind, side, from }: ContractDecision): string {
  const where = path || 'the whole';
  const who = side === 'both' ? 'both sides' : side;
  if (kind === 'order') return `${where}: the order of ${who}`;
  return `${where}: ${kind} by ${who}${from === undefined ? '' : `, from ${from}`}`;
}
