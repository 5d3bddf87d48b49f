import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** Says in one or two sentences what appears here. */
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-28 flex-col items-center justify-center gap-2 overflow-y-auto p-4 text-center">
      <Icon size={22} aria-hidden className="text-muted" />
      <p className="font-medium">{title}</p>
      {children && <p className="max-w-96 text-muted text-sm">{children}</p>}
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
