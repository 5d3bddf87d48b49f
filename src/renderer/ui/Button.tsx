import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';

type Look = 'plain' | 'primary' | 'danger' | 'quiet';

const LOOKS: Record<Look, string> = {
  plain: 'border-line bg-raised hover:bg-hover text-ink',
  primary: 'border-transparent bg-accent text-accent-ink hover:brightness-110',
  danger: 'border-line bg-raised text-danger hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-ink hover:bg-hover',
};

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  icon?: LucideIcon;
}

export function Button({ look = 'plain', icon: Icon, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        'inline-flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 text-sm font-medium transition-colors duration-150',
        'disabled:pointer-events-none disabled:opacity-50',
        LOOKS[look],
        rest.className,
      )}
    >
      {Icon && <Icon size={14} aria-hidden />}
      {children}
    </button>
  );
}
