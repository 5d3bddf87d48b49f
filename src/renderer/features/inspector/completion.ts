import type { SlashCommand } from '../../../shared/contract/session.ts';

/** More are found by typing on. */
const OFFERED = 8;

/** What the first word of a prompt could be meant for, while it is being written; none once it is. */
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

/** The prompt with the chosen command as its first word. */
export function completed(text: string, caret: number, { name }: SlashCommand): string {
  const rest = text.slice(caret).trimStart();
  return `/${name} ${rest}`;
}
