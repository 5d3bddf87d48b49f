import type { Agent } from './model.ts';

/** Available icons of roles. */
export const ROLE_ICONS = [
  'bot',
  'book',
  'bug',
  'cloud',
  'code',
  'database',
  'flask',
  'globe',
  'layout',
  'lock',
  'palette',
  'pen',
  'phone',
  'rocket',
  'server',
  'shield',
  'wrench',
] as const;
export type RoleIcon = (typeof ROLE_ICONS)[number];

export const ROLE_COLOURS = ['accent', 'blue', 'green', 'amber', 'red', 'violet', 'grey'] as const;
export type RoleColour = (typeof ROLE_COLOURS)[number];

/** The defaults of a role's agents, for people to edit. */
export interface Role {
  readonly name: string;
  readonly title: string;
  readonly icon: RoleIcon;
  readonly colour: RoleColour;
  /** `{feature}` is replaced by the feature's name in prose, `{about}` by its one-line description. */
  readonly prompt?: string;
  readonly scope?: readonly string[];
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  readonly model?: string;
}

/** The role without defaults, for agents that fit no other role. */
export const CUSTOM_ROLE = 'custom';

function builtIn(name: string, title: string, icon: RoleIcon): Role {
  return { name, title, icon, colour: 'accent' };
}

/** In palette order. */
export const BUILT_IN_ROLES: readonly Role[] = [
  builtIn('designer', 'Designer', 'palette'),
  builtIn('data', 'Data', 'database'),
  builtIn('backend', 'Backend', 'server'),
  builtIn('frontend', 'Frontend', 'layout'),
  builtIn('qa', 'QA', 'shield'),
  builtIn('devops', 'DevOps', 'rocket'),
  builtIn(CUSTOM_ROLE, 'Custom', 'bot'),
];

/** Name and purpose of a feature. */
export interface FeatureWords {
  readonly feature: string;
  /** The name in prose; default: the name with spaces. */
  readonly called?: string | undefined;
  readonly about?: string | undefined;
}

/** An agent of a role, with the role's prompt filled in for a feature, its scope, contracts and model. */
export function agentOfRole(role: Role, words: FeatureWords): Agent {
  const { name, prompt, scope, reads, writes, model } = role;
  return {
    role: name,
    ...(prompt ? { prompt: fillPrompt(prompt, words) } : {}),
    ...(scope?.length ? { scope } : {}),
    ...(reads?.length ? { reads } : {}),
    ...(writes?.length ? { writes } : {}),
    ...(model ? { model } : {}),
  };
}

/** Fills a feature into a prompt. Without a description, `: {about}` is removed with its colon. */
export function fillPrompt(prompt: string, { feature, called, about }: FeatureWords): string {
  const said = aboutLine(about ?? '');
  const filled = said === '' ? prompt.replace(/\n?[ \t]*[:,;–—-]?[ \t]*\{about\}/g, '') : prompt;
  const name = aboutLine(called ?? feature.replaceAll('-', ' '));
  const values = { '{about}': said, '{feature}': name };
  // Replaced in one pass, so that placeholders in the person's own words stay.
  return filled
    .replace(/\{about\}|\{feature\}/g, (place) => values[place as keyof typeof values])
    .trim();
}

/** Longer descriptions belong in a file. */
const LONGEST_ABOUT = 500;

/** A description as one line. */
export function aboutLine(text: string): string {
  // Prompts pass through terminals: control and bidirectional characters are removed.
  const line = text.replace(/[\p{Cc}\s\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return [...line].slice(0, LONGEST_ABOUT).join('').trim();
}
