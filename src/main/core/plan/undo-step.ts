import { applyChanges } from '../../../shared/plan/edit.ts';
import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Plan } from '../../../shared/plan/model.ts';
import { CarryConflict, carry } from './carry-change.ts';
import { parsePlan } from './parse-plan.ts';
import { type Rename, rewritePlan } from './rewrite-plan.ts';
import type { Step } from './undo-history.ts';

/** The step can no longer be undone or redone; the message says why. */
export class CannotTravel extends Error {}

/**
 * The text after undoing or redoing a step. When nobody else wrote the file since, exactly the stored text; otherwise
 * only the step's changes are reverted in the current text. Throws `CannotTravel`.
 */
export function travelled(
  text: string,
  step: Pick<Step, 'before' | 'after' | 'rename'>,
  way: 'undo' | 'redo',
): string {
  const [from, to] = way === 'undo' ? [step.after, step.before] : [step.before, step.after];
  if (from === to) return text;
  if (text === from) return to;
  const [now, left, right] = [planIn(text), planIn(from), planIn(to)];
  const rename = renameFor(step.rename, { way, now, target: right });
  const target = carried(withName(now, rename), withName(left, rename), right);
  const broken = newError(now, target);
  if (broken) throw new CannotTravel(`the file was changed since. ${broken}`);
  return rewritePlan(text, { before: now, after: target, rename });
}

/**
 * Applies the change of plan from `before` to `after` to another text, valid or not. Throws `CannotTravel` when both
 * changed the same value.
 */
export function carriedOver(
  text: string,
  { before, after }: { readonly before: string; readonly after: string },
): string {
  if (text === before) return after;
  const [now, from, to] = [planIn(text), planIn(before), planIn(after)];
  return rewritePlan(text, { before: now, after: carried(now, from, to) });
}

function planIn(text: string): Plan {
  const parsed = parsePlan(text);
  if (parsed.ok) return parsed.plan;
  throw new CannotTravel('what was there before cannot be read as a plan.');
}

function carried(now: Plan, from: Plan, to: Plan): Plan {
  try {
    return carry(now, { from, to }) as Plan;
  } catch (thrown) {
    if (!(thrown instanceof CarryConflict)) throw thrown;
    throw new CannotTravel(`${thrown.path.join('.')} was changed outside since.`);
  }
}

/** The first error that the change would introduce. */
function newError(now: Plan, target: Plan): string | null {
  const errors = (plan: Plan) => lintPlan(plan).filter(({ severity }) => severity === 'error');
  const known = new Set(errors(now).map(({ message }) => message));
  return errors(target).find(({ message }) => !known.has(message))?.message ?? null;
}

/** The rename as it applies to the current plan; undefined when the names have changed since. */
function renameFor(
  rename: Rename | undefined,
  given: { readonly way: 'undo' | 'redo'; readonly now: Plan; readonly target: Plan },
): Rename | undefined {
  if (!rename) return undefined;
  const [side = '', key = ''] = rename.path;
  const [from, to] = given.way === 'undo' ? [rename.to, key] : [key, rename.to];
  const nodes = side === 'agents' ? given.now.agents : given.now.syncs;
  const free = !Object.hasOwn(given.now.agents, to) && !Object.hasOwn(given.now.syncs, to);
  return Object.hasOwn(nodes, from) && free ? { path: [side, from], to } : undefined;
}

function withName(plan: Plan, rename: Rename | undefined): Plan {
  if (!rename) return plan;
  const [side, key = ''] = rename.path;
  const kind = side === 'agents' ? 'renameAgent' : 'renameSync';
  const named = applyChanges(plan, [{ kind, key, to: rename.to }]);
  return named.ok ? named.value : plan;
}
