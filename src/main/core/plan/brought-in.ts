import { isDeepStrictEqual } from 'node:util';
import { parsePlan } from './parse.ts';
import { travelled } from './travel.ts';

/**
 * The text of now with what another program made of an earlier one, at the same time as others went on from it. Lines
 * that it added at the end are added here, which keeps the comments of all; any other change is the text to go on
 * from, with the plan as it was edited since. Throws `CannotTravel` where both changed the same value.
 */
export function broughtIn(
  now: string,
  { before, late }: { readonly before: string; readonly late: string },
): string {
  const merged = travelled(late, { before, after: now }, 'redo');
  if (!late.startsWith(before) || !(before === '' || before.endsWith('\n'))) return merged;
  const longer = `${now}${now.endsWith('\n') ? '' : '\n'}${late.slice(before.length)}`;
  // Below another last line an addition could mean something else.
  return isDeepStrictEqual(planOf(longer), planOf(merged)) ? longer : merged;
}

function planOf(text: string): unknown {
  const parsed = parsePlan(text);
  return parsed.ok ? parsed.plan : null;
}
