import { CoreFailure } from '../failure.ts';
import { tickId } from '../gate/gate.ts';
import type { FeatureRun } from '../run/project-context.ts';

/** Journals that a person ticked or unticked a checklist item. Fails with `sync.unknownItem`. */
export async function tickItem(
  run: FeatureRun,
  tick: { readonly sync: string; readonly item: string; readonly on: boolean },
): Promise<void> {
  const { project } = run;
  const { plan } = await project.plan(run.feature);
  const known = (plan.syncs[tick.sync]?.checklist ?? []).map(tickId);
  if (!known.includes(tick.item)) {
    throw new CoreFailure({
      code: 'sync.unknownItem',
      message: `The sync point "${tick.sync}" has no checklist item ${tick.item}.`,
      remedy: known.length > 0 ? `It has: ${known.join(', ')}.` : 'Its checklist is empty.',
      data: { ...tick },
    });
  }
  await run.journal.append({ kind: 'tick', sync: tick.sync, item: tick.item, on: tick.on });
}
