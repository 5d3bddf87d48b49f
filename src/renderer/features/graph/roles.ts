import {
  BookOpen,
  Bot,
  Bug,
  Cloud,
  Code,
  Database,
  FlaskConical,
  Globe,
  LayoutTemplate,
  Lock,
  type LucideIcon,
  Palette,
  PenLine,
  Rocket,
  Server,
  ShieldCheck,
  Smartphone,
  Wrench,
} from 'lucide-react';
import { defaultTitle } from '../../../shared/names.ts';
import type { Role, RoleColour, RoleIcon } from '../../../shared/plan/roles.ts';
import { useRoles } from '../../page/roles.ts';

const ICONS: Readonly<Record<RoleIcon, LucideIcon>> = {
  bot: Bot,
  book: BookOpen,
  bug: Bug,
  cloud: Cloud,
  code: Code,
  database: Database,
  flask: FlaskConical,
  globe: Globe,
  layout: LayoutTemplate,
  lock: Lock,
  palette: Palette,
  pen: PenLine,
  phone: Smartphone,
  rocket: Rocket,
  server: Server,
  shield: ShieldCheck,
  wrench: Wrench,
};

/** Colours that can be distinguished in both themes. */
const COLOURS: Readonly<Record<RoleColour, string>> = {
  accent: 'var(--accent)',
  blue: 'var(--ansi-4)',
  green: 'var(--ansi-2)',
  amber: 'var(--ansi-3)',
  red: 'var(--ansi-1)',
  violet: 'var(--ansi-5)',
  grey: 'var(--text-muted)',
};

/** Title, icon and colour of a role. */
export interface RoleLook {
  readonly title: string;
  readonly icon: LucideIcon;
  /** A colour for CSS. */
  readonly colour: string;
}

function lookOf(role: Role | undefined, name: string): RoleLook {
  return role
    ? { title: role.title, icon: ICONS[role.icon] ?? Bot, colour: COLOURS[role.colour] }
    : { title: defaultTitle(name), icon: Bot, colour: COLOURS.accent };
}

/** Title, icon and colour of a role; a role that the project does not define gets a default. */
export function useRoleLook(name: string): RoleLook {
  const role = useRoles((state) => state.roles.find((one) => one.name === name));
  return lookOf(role, name);
}

export function roleTitle(name: string): string {
  return lookOf(
    useRoles.getState().roles.find((one) => one.name === name),
    name,
  ).title;
}
