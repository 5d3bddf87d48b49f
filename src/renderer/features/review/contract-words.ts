import type { ContractChange } from '../../../shared/contract/contracts.ts';

/** Characters of a value in a list of changes. */
const LONGEST = 80;

/** The value before and after, in one line. */
export function valueWords({ from, to }: ContractChange): string {
  const short = (value: string) => {
    const line = value.replace(/\s+/g, ' ');
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  };
  return [from, to].flatMap((value) => (value === null ? [] : [short(value)])).join(' → ');
}

/** "1 may break who relies on it". */
export function breakingWords(count: number): string {
  return `${count} may break who relies on ${count === 1 ? 'it' : 'them'}`;
}
