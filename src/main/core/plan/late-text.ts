import { isDeepStrictEqual } from 'node:util';
import { parsePlan } from './parse-plan.ts';
import { carriedOver } from './undo-step.ts';

/**
 * The text of now with what another program made of an earlier one, at the same time as others went on from it. Lines
 * that it added at the end are added here, which keeps the comments of all; any other change is the text to go on
 * from, with the plan as it was edited since. Throws `CannotTravel` where both changed the same value.
 */
export function broughtIn(
  now: string,
  { before, late }: { readonly before: string; readonly late: string },
): string {
  const whole = before === '' || before.endsWith('\n');
  const added = whole && late.startsWith(before) ? late.slice(before.length) : null;
  if (added === null) return carriedOver(late, { before, after: now });
  const longer = `${now}${now.endsWith('\n') ? '' : '\n'}${added}`;
  const says = (text: string, same: string) => isDeepStrictEqual(planOf(text), planOf(same));
  // Comments say the same below any line; anything else could mean something else there.
  if (says(late, before) && says(longer, now)) return longer;
  const carried = carriedOver(late, { before, after: now });
  return says(longer, carried) ? longer : carried;
}

function planOf(text: string): unknown {
  const parsed = parsePlan(text);
  return parsed.ok ? parsed.plan : null;
}
