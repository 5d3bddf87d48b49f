import type { PlanKit } from '../../../shared/contract/plan-new.ts';
import { defaultTitle } from '../../../shared/names.ts';
import { BUILT_IN_ROLES } from '../../../shared/plan/roles.ts';
import { expectedFailure } from '../failure.ts';
import { type FitSource, fitProject } from '../fit/fit-project.ts';
import { fitRole } from '../fit/fit-role.ts';

/** The kit before anything of a project is known. */
export const NO_KIT: PlanKit = { roles: [...BUILT_IN_ROLES], templates: [] };

/** Wraps a read function: while it fails, returns the last result. */
export function keptWhileBroken<Value>(
  read: () => Promise<Value>,
  first: Value,
): () => Promise<Value> {
  let last = first;
  return async () => {
    try {
      last = await read();
    } catch (thrown) {
      if (!expectedFailure(thrown)) throw thrown;
    }
    return last;
  };
}

/** Roles and templates for new plans and agents, fitted to the repository. */
export async function planKitOf(project: FitSource): Promise<PlanKit> {
  const [fit, config] = await Promise.all([fitProject(project), project.config()]);
  return {
    roles: fit.roles.map((role) => fitRole(fit, role, role.name).role),
    templates: Object.entries(config.templates ?? {}).map(([name, template]) => ({
      name,
      title: template.title ?? defaultTitle(name),
      about: template.about ?? '',
      agents: Object.keys(template.agents).length,
    })),
  };
}
