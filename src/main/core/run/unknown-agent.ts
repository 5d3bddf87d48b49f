import { CoreFailure } from '../failure.ts';

/** What to do in a plan without agents. */
const ADD_AGENT =
  'Add an agent: drag one from the palette in the app, or write it under "agents:" in the plan file, and merge it at a sync point.';

/** The failure `run.unknownTarget` for a name that is no agent; `known` lists the valid names. */
export function unknownAgent(
  name: string,
  known: readonly string[],
  kind: 'agent' | 'phase or agent' = 'agent',
): CoreFailure {
  return new CoreFailure({
    code: 'run.unknownTarget',
    message:
      known.length > 0
        ? `The plan has no ${kind} named "${name}".`
        : `The plan has no agents, so there is no "${name}".`,
    remedy: known.length > 0 ? `Name one of: ${known.join(', ')}.` : ADD_AGENT,
    data: { target: name, known },
  });
}
