import type { Agent, Plan, Sync } from '../../../shared/plan/model.ts';
import { type FeatureWords, fillPrompt } from '../../../shared/plan/roles.ts';
import type { Config } from '../config/config.ts';

export type SavedTemplate = NonNullable<Config['templates']>[string];

/** A plan from a template of the project, whose dependencies were checked when it was saved. */
export function planFromSaved(template: SavedTemplate, words: FeatureWords, base: string): Plan {
  const agents = Object.entries(template.agents).map(([key, agent]): [string, Agent] => [
    key,
    {
      ...(agent as Agent),
      ...(agent.title ? { title: fillPrompt(agent.title, words) } : {}),
      ...(agent.prompt ? { prompt: fillPrompt(agent.prompt, words) } : {}),
    },
  ]);
  return {
    version: 1,
    feature: words.feature,
    base,
    agents: Object.fromEntries(agents),
    syncs: template.syncs as Record<string, Sync>,
  };
}
