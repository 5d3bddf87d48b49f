import { lazy, Suspense } from 'react';
import { Boundary } from '../../page/Boundary.tsx';
import { closeSheet, useSheets } from '../../page/sheets.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Sheet } from '../../ui/Sheet.tsx';

// Loaded lazily: the editors are the largest part of the page, and most sessions have no conflicts.
const ResolveView = lazy(async () => ({
  default: (await import('./ResolveView.tsx')).ResolveView,
}));

/** The resolver sheet; rendered while the conflicts of a sync point are open in it. */
export function Resolver() {
  const target = useSheets((state) => state.resolve);
  const run = useWorkspace((state) => state.run);
  if (!target) return null;
  return (
    <Sheet
      title="Resolve"
      subject={
        <span className="truncate text-muted" dir="auto">
          the conflicts of {titleOf(run, target.sync)}
        </span>
      }
      onClose={closeSheet}
    >
      <Boundary>
        <Suspense fallback={<p className="p-4 text-muted">Opening the editors…</p>}>
          <ResolveView target={target} />
        </Suspense>
      </Boundary>
    </Sheet>
  );
}
