import type { ContractChange } from '../../../shared/contract/contracts.ts';

/** Maximum characters of a value in one line. */
const LONGEST = 60;
/** Maximum number of breaking changes that a summary names. */
const MOST_NAMED = 3;

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** One line about a change, such as `~ color.ink: "#000" → "#111"`. */
export function changeLine({ path, kind, from, to, breaking }: ContractChange): string {
  const values = [from, to].flatMap((value) => (value === null ? [] : [short(value)]));
  return `${SIGNS[kind]} ${path || 'the whole contract'}: ${values.join(' → ')}${breaking ? ' (breaking)' : ''}`;
}

/** A summary such as "2 added, 1 changed; breaking: tables.users.columns.name". */
export function changeSummary(changes: readonly ContractChange[]): string {
  const counts = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const count = changes.filter((one) => one.kind === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  const breaking = changes
    .filter((one) => one.breaking)
    .map(({ path }) => path || 'the whole contract');
  const named = breaking.slice(0, MOST_NAMED).join(', ');
  const more = breaking.length > MOST_NAMED ? ` and ${breaking.length - MOST_NAMED} more` : '';
  return `${counts.join(', ') || 'wording only'}${named ? `; breaking: ${named}${more}` : ''}`;
}

function short(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
