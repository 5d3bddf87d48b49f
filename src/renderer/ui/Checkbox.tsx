import { useState } from 'react';

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Resolves once the change was made or refused. */
  onToggle(on: boolean): Promise<unknown>;
}

/** A checkbox for a value stored elsewhere: shows the requested value until the stored one arrives. */
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
