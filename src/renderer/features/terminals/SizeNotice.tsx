import type { Size } from '../../../shared/wire/payloads.ts';
import { Button } from '../../ui/Button.tsx';

/** Notice that another viewer has set the size of the terminal, with a button to fit it to this pane. */
export function SizeNotice({ size, onFit }: { size: Size; onFit(): void }) {
  return (
    <div className="terminal-size-notice absolute right-3 bottom-2 z-10 flex items-center gap-2 rounded-md border border-line bg-raised py-1 pr-1 pl-2.5 text-sm shadow-[var(--shadow)]">
      <span>
        {size.columns} × {size.rows}, the size of another window
      </span>
      <Button look="quiet" onClick={onFit}>
        Fit here
      </Button>
    </div>
  );
}
