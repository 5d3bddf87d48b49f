import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';
import { Tip } from './Tip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Accessible name and tooltip text. */
  label: string;
  icon: LucideIcon;
  /** Further text of the tooltip, after the label. */
  hint?: string | null | undefined;
  keys?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
}

export function IconButton(props: IconButtonProps) {
  const { label, icon: Icon, hint, keys, side, children, ...rest } = props;
  return (
    <Tip words={hint ? `${label} ${hint}` : label} keys={keys} side={side ?? 'bottom'}>
      <button
        type="button"
        aria-label={label}
        aria-description={hint ?? undefined}
        {...rest}
        className={classes(
          'relative inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-150 hover:bg-hover hover:text-ink',
          'disabled:opacity-40 disabled:hover:bg-transparent aria-pressed:bg-accent-soft aria-pressed:text-ink',
          rest.className,
        )}
      >
        <Icon size={15} aria-hidden />
        {children}
      </button>
    </Tip>
  );
}
