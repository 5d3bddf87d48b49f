import { defaultTitle } from '../../../shared/names.ts';
import { BUILT_IN_ROLES, CUSTOM_ROLE, type Role } from '../../../shared/plan/roles.ts';
import type { Config } from './config.ts';

/** The roles of a project in palette order: built-in roles with the configuration's changes, followed by its own. */
export function projectRoles(config: Config): readonly Role[] {
  const configured = Object.entries(config.roles ?? {});
  const builtIn = BUILT_IN_ROLES.map((role) => changed(role, config.roles?.[role.name]));
  const own = configured
    .filter(([name]) => !BUILT_IN_ROLES.some((role) => role.name === name))
    .map(([name, entry]) =>
      changed({ name, title: defaultTitle(name), icon: 'bot', colour: 'accent' }, entry),
    );
  const named = builtIn.filter(({ name }) => name !== CUSTOM_ROLE);
  return [...named, ...own, ...builtIn.filter(({ name }) => name === CUSTOM_ROLE)];
}

type Entry = NonNullable<Config['roles']>[string];

function changed(role: Role, entry: Entry | undefined): Role {
  if (!entry) return role;
  const { title, icon, colour, prompt, scope, reads, writes, model } = entry;
  return {
    ...role,
    ...(title ? { title } : {}),
    ...(icon ? { icon } : {}),
    ...(colour ? { colour } : {}),
    ...(prompt ? { prompt } : {}),
    ...(scope ? { scope } : {}),
    ...(reads ? { reads } : {}),
    ...(writes ? { writes } : {}),
    ...(model ? { model } : {}),
  };
}
