import { type ReactNode, useId } from 'react';

interface FieldProps {
  label: string;
  /** Says what to enter, or what is wrong. */
  hint?: string | null;
  wrong?: boolean;
  children(ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }): ReactNode;
}

/** A labelled form row; the child spreads the given ids on its control. */
export function Field({ label, hint, wrong, children }: FieldProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium text-muted text-sm">
        {label}
      </label>
      {children({
        id,
        ...(hint ? { 'aria-describedby': `${id}-hint` } : {}),
        ...(wrong ? { 'aria-invalid': true } : {}),
      })}
      {hint && (
        <p id={`${id}-hint`} className={wrong ? 'text-danger text-sm' : 'text-muted text-sm'}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Classes of text inputs, selects and text areas. */
export const CONTROL =
  'h-7 w-full min-w-0 rounded-md border border-line bg-raised px-2 text-ink aria-invalid:border-danger disabled:opacity-60';
