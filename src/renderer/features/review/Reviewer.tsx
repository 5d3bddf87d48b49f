import { lazy, Suspense } from 'react';
import { useSheets } from '../../page/sheets.ts';

// Loaded lazily, because the editors are large.
const ReviewSheet = lazy(async () => ({
  default: (await import('./ReviewSheet.tsx')).ReviewSheet,
}));

/** The review of an agent's work or of a merge, while its sheet is open. */
export function Reviewer() {
  const target = useSheets((state) => state.review);
  if (!target) return null;
  return (
    <Suspense>
      <ReviewSheet key={JSON.stringify(target.subject)} target={target} />
    </Suspense>
  );
}
