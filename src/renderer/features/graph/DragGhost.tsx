import { useDrag } from './drag.ts';

/** The item dragged from the palette, drawn under the pointer, with the reason when it cannot be dropped there. */
export function DragGhost() {
  const drag = useDrag((state) => state.drag);
  const why = drag?.verdict?.kind === 'refused' ? drag.verdict.why : null;
  if (!drag || (!drag.pointer && !why)) return null;
  const at = drag.pointer ?? null;
  return (
    <div
      className={
        at
          ? 'pointer-events-none fixed z-50 max-w-72 rounded-md border border-line bg-raised px-2 py-1 shadow-[var(--shadow)]'
          : 'pointer-events-none absolute bottom-3 left-1/2 z-50 max-w-96 -translate-x-1/2 rounded-md border border-line bg-raised px-2 py-1 shadow-[var(--shadow)]'
      }
      style={at ? { left: at.x + 12, top: at.y + 10 } : {}}
    >
      {at && <span className="font-medium">{drag.words}</span>}
      {why && <span className="block text-failed text-sm">{why}</span>}
    </div>
  );
}
