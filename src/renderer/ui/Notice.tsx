import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type Tone = 'info' | 'good' | 'warning' | 'bad';

const TONES: Record<Tone, { icon: LucideIcon; colour: string }> = {
  info: { icon: Info, colour: 'var(--state-working)' },
  good: { icon: CircleCheck, colour: 'var(--state-finished)' },
  warning: { icon: TriangleAlert, colour: 'var(--state-needs)' },
  bad: { icon: CircleAlert, colour: 'var(--state-failed)' },
};

interface NoticeProps {
  tone: Tone;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Whether screen readers announce it when it appears. */
  live?: boolean;
}

/** An inline message: what happened, why, and what to do. */
export function Notice({ tone, title, children, action, live }: NoticeProps) {
  const { icon: Icon, colour } = TONES[tone];
  return (
    <div
      role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      className="flex items-start gap-2 rounded-md border p-2"
      style={{
        borderColor: `color-mix(in srgb, ${colour} 40%, transparent)`,
        background: `color-mix(in srgb, ${colour} 7%, var(--surface-raised))`,
      }}
    >
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0" style={{ color: colour }} />
      <div className="min-w-0 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
        {children && <div className="text-muted text-sm [overflow-wrap:anywhere]">{children}</div>}
      </div>
      {action && <div className="flex shrink-0 flex-wrap gap-2">{action}</div>}
    </div>
  );
}
