import type { Size } from '../../../shared/wire/payloads.ts';
import { Button } from '../../ui/Button.tsx';

/** Says whose size a terminal has when it is not that of this pane, with the way to take it over. */
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
