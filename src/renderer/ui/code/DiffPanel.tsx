import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import { type Diff, type DiffOptions, showDiff } from './diff-view.ts';

interface DiffPanelProps extends DiffOptions {
  /** Called with the diff editors when they are mounted, and with null when they unmount. */
  onDiff?(diff: Diff | null): void;
}

/** The diff of two texts. Change `key` to show other texts. */
export function DiffPanel({ onDiff, ...options }: DiffPanelProps) {
  const place = useRef<HTMLDivElement>(null);
  const { mode } = options;
  const show = useEffectEvent((parent: HTMLElement, wanted: DiffOptions['mode']) =>
    showDiff(parent, { ...options, mode: wanted }),
  );
  const tell = useEffectEvent((diff: Diff | null) => onDiff?.(diff));
  useLayoutEffect(() => {
    if (!place.current) return;
    const diff = show(place.current, mode);
    tell(diff);
    return () => {
      tell(null);
      diff.destroy();
    };
  }, [mode]);
  return (
    <div className="flex min-h-0 flex-1 flex-col border-line border-t">
      {mode === 'side' && (
        <div className="grid grid-cols-2 gap-px border-line border-b text-muted text-sm">
          <span className="truncate px-2 py-0.5" dir="auto">
            {options.before.label}
          </span>
          <span className="truncate px-2 py-0.5" dir="auto">
            {options.after.label}
          </span>
        </div>
      )}
      <div ref={place} className="code-view min-h-0 flex-1 overflow-hidden" />
    </div>
  );
}
