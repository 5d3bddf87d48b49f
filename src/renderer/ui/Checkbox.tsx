import { useState } from 'react';

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Resolves once the change is known to be done or refused. */
  onToggle(on: boolean): Promise<unknown>;
}

/** A box whose truth lies elsewhere: it shows what was asked for until the answer is here. */
export function Checkbox({ label, checked, disabled, onToggle }: CheckboxProps) {
  const [asked, setAsked] = useState<boolean | null>(null);
  const [seen, setSeen] = useState(checked);
  if (seen !== checked) {
    setSeen(checked);
    setAsked(null);
  }
  return (
    <label className="flex items-start gap-1.5">
      <input
        type="checkbox"
        className="mt-1 accent-[var(--accent)]"
        checked={asked ?? checked}
        disabled={disabled ?? false}
        onChange={async (event) => {
          const on = event.target.checked;
          setAsked(on);
          const done = await onToggle(on);
          if (!done) setAsked(null);
        }}
      />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
