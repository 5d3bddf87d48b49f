import { titleIn } from '../../shared/names.ts';
import type { Plan } from '../../shared/plan/model.ts';

/**
 * The key meant by a command-line argument: the key itself, or that of the only agent or sync point with this title, in
 * any case. Unknown names are returned unchanged, for the command to refuse.
 */
export function keyNamed(plan: Plan, word: string): string {
  const keys = [...Object.keys(plan.agents), ...Object.keys(plan.syncs)];
  if (keys.includes(word)) return word;
  const titled = keys.filter((key) => titleIn(plan, key).toLowerCase() === word.toLowerCase());
  return titled.length === 1 && titled[0] !== undefined ? titled[0] : word;
}
