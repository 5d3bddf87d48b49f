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
import { defaultTitle } from '../../../shared/names.ts';

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
  return defaultTitle(role);
}
