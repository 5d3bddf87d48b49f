import type { SlashCommand } from '../../../shared/contract/session.ts';

/** Number of suggestions; typing on narrows the list. */
const OFFERED = 8;

/** Commands that match the first word of a prompt while the caret is in it; empty otherwise. */
export function offered(
  text: string,
  caret: number,
  commands: readonly SlashCommand[],
): readonly SlashCommand[] {
  const begun = /^\/(\S*)$/.exec(text.slice(0, caret))?.[1]?.toLowerCase();
  if (begun === undefined || /^\S/.test(text.slice(caret))) return [];
  const matching = commands.filter(({ name }) => name.toLowerCase().includes(begun));
  if (matching.length === 1 && matching[0]?.name === begun) return [];
  const starts = ({ name }: SlashCommand) => Number(!name.toLowerCase().startsWith(begun));
  return matching.toSorted((a, b) => starts(a) - starts(b)).slice(0, OFFERED);
}

/** The prompt with its first word replaced by the chosen command. */
export function completed(text: string, caret: number, { name }: SlashCommand): string {
  const rest = text.slice(caret).trimStart();
  return `/${name} ${rest}`;
}
