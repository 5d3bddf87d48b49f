import { isDeepStrictEqual } from 'node:util';
import { parsePlan } from './parse-plan.ts';
import { carriedOver } from './undo-step.ts';

/**
 * Merges into the current text what another program made of an earlier version. Lines it appended are appended here,
 * which keeps all comments; for any other change, its text is the basis and the edits since are applied to the plan in
 * it. Throws `CannotTravel` when both changed the same value.
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
  // Comments mean the same at any position; other lines may not.
  if (says(late, before) && says(longer, now)) return longer;
  const carried = carriedOver(late, { before, after: now });
  return says(longer, carried) ? longer : carried;
}

function planOf(text: string): unknown {
  const parsed = parsePlan(text);
  return parsed.ok ? parsed.plan : null;
}
