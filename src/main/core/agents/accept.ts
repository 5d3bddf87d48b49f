import { isBusy } from '../../../shared/states.ts';
import { CoreFailure } from '../failure.ts';
import type { FeatureRun } from '../run/project-context.ts';
import { isAcceptable } from '../run/readiness.ts';

const WORDS = {
  turn: 'its turn is not finished',
  commit: 'it has no commit of its own',
  clean: 'not everything is committed, or git cannot tell',
  scope: 'it changed files outside its scope',
} as const;

/**
 * Accepts the work of an agent as finished, or withdraws that. Applies to the current commit only and merges nothing.
 * Fails with `run.notReady` while facts are missing.
 */
export async function acceptWork(
  run: FeatureRun,
  { agent, on }: { readonly agent: string; readonly on: boolean },
): Promise<void> {
  const view = (await run.freshView()).agents.find(({ name }) => name === agent);
  const missing = view?.ready?.missing ?? null;
  if (on && !(view && isAcceptable(view))) {
    // A turn without a running session does not prevent accepting.
    const lacks = missing?.filter((fact) => fact !== 'turn' || (view && isBusy(view)));
    const why = lacks?.map((fact) => WORDS[fact]).join(', ') || 'it has no work to accept';
    throw new CoreFailure({
      code: 'run.notReady',
      message: `"${agent}" is not ready: ${why}.`,
      data: { agent, missing },
    });
  }
  await run.journal.append({
    kind: 'agent.accepted',
    agent,
    head: on ? (view?.head ?? null) : null,
  });
}
