import type { PlanKit } from '../../../shared/contract/plan-new.ts';
import { defaultTitle } from '../../../shared/names.ts';
import { type FitSource, fitProject } from '../fit/fit-project.ts';
import { fitRole } from '../fit/fit-role.ts';

/** What new plans and new agents of a project can be made from, fitted to its repository. */
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
