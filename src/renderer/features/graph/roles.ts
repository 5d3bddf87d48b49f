import {
  Bot,
  Database,
  LayoutTemplate,
  type LucideIcon,
  Palette,
  Rocket,
  Server,
  ShieldCheck,
} from 'lucide-react';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  designer: Palette,
  data: Database,
  backend: Server,
  frontend: LayoutTemplate,
  qa: ShieldCheck,
  devops: Rocket,
};

export function roleIcon(role: string): LucideIcon {
  return ICONS[role] ?? Bot;
}

export function roleTitle(role: string): string {
  if (role === 'qa') return 'QA';
  if (role === 'devops') return 'DevOps';
  return role.charAt(0).toUpperCase() + role.slice(1);
}
