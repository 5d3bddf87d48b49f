import type { Answer } from '../../../shared/contract/resolve.ts';
import { CoreFailure } from '../failure.ts';
import type { Resolutions } from '../merge/resolutions.ts';
import { checkText } from './check-text.ts';
import { type Conflicts, conflictById } from './conflicts.ts';

/** Largest text accepted as a resolution, in bytes. */
const LONGEST = 2_000_000;

/**
 * Stores the text being edited for a conflict; null deletes it. Computes the conflicts only when this one is unknown,
 * because it is called while somebody types.
 */
export async function keepDraft(
  kept: Resolutions,
  draft: { readonly id: string; readonly text: string | null },
  conflicts: () => Promise<Conflicts>,
): Promise<void> {
  const { id, text } = draft;
  const known = await kept.read(id);
  if (text === null && !known?.answer && !known?.choices) return kept.forget(id);
  const { path, kind } = known ?? conflictById(await conflicts(), id);
  const fresh = { v: 1, path, kind, answer: null, by: 'person', at: Date.now() } as const;
  await kept.write(id, { ...fresh, ...known, draft: checkedLength(path, text) });
}

/** Resolves a conflict, for this merge and every later one with the same conflict. Fails as `checkText` does. */
export async function settleConflict(
  conflicts: Conflicts,
  id: string,
  decided: { readonly answer: Answer; readonly by: 'person' | 'session'; readonly anyway: boolean },
): Promise<void> {
  const { answer, by, anyway } = decided;
  const met = conflictById(conflicts, id);
  const { path, kind } = met;
  if (answer.kind === 'text') {
    checkedLength(path, answer.text);
    if (!takesText(met.marked?.mode ?? met.stages.get(2)?.mode ?? met.stages.get(3)?.mode))
      throw notText(path);
    if (!anyway) checkText(path, answer.text);
  }
  const choices = (await conflicts.kept.read(id))?.choices;
  const kept = choices ? { choices } : {};
  const fresh = { v: 1, path, kind, answer, by, at: Date.now(), draft: null } as const;
  await conflicts.kept.write(id, { ...fresh, ...kept });
}

/** Reopens a resolved conflict; its text becomes the draft. */
export async function reopenConflict({ kept }: Conflicts, id: string): Promise<void> {
  const known = await kept.read(id);
  if (!known?.answer) return;
  const draft = known.answer.kind === 'text' ? known.answer.text : known.draft;
  if (draft === null && !known.choices) await kept.forget(id);
  else await kept.write(id, { ...known, answer: null, draft });
}

function takesText(mode: string | undefined): boolean {
  return mode === undefined || mode.startsWith('100');
}

function checkedLength<T extends string | null>(path: string, text: T): T {
  if (text === null || Buffer.byteLength(text) <= LONGEST) return text;
  throw new CoreFailure({
    code: 'resolve.tooLarge',
    message: `The text for ${path} is larger than ${LONGEST / 1_000_000} MB.`,
    data: { path },
  });
}

function notText(path: string): CoreFailure {
  return new CoreFailure({
    code: 'resolve.notText',
    message: `${path} is a link or a submodule: text cannot settle it.`,
    data: { path },
  });
}
