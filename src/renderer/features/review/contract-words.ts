import type { ContractChange } from '../../../shared/contract/contracts.ts';

/** Maximum length of a value in the list of changes, in characters. */
const LONGEST = 80;

/** The old and the new value on one line. */
export function valueWords({ from, to }: ContractChange): string {
  const short = (value: string) => {
    const line = value.replace(/\s+/g, ' ');
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  };
  return [from, to].flatMap((value) => (value === null ? [] : [short(value)])).join(' → ');
}

/** "1 may break its consumers". */
export function breakingWords(count: number): string {
  return `${count} may break ${count === 1 ? 'its' : 'their'} consumers`;
}
