import { Clock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { agedWords } from './measure.ts';

/** Milliseconds between updates of the shown age. */
const TICK_MS = 1000;
/** Milliseconds before the mark appears: most refreshes are faster, and the mark would only flash. */
const SHOWN_AFTER_MS = 1000;

/** Mark with the age of a fact that is being refreshed. */
export function AsOf({ at }: { at: number }) {
  const [since] = useState(Date.now);
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  if (now - since < SHOWN_AFTER_MS) return null;
  const words = `As of ${agedWords(now - at)} ago; being refreshed`;
  return (
    <span className="shrink-0 text-muted" title={words}>
      <Clock size={12} role="img" aria-label={words} />
    </span>
  );
}
