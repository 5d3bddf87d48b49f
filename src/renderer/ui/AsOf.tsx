import { Clock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { agedWords } from './measure.ts';

/** Milliseconds: while a fact is looked up again, its age counts by the second. */
const TICK_MS = 1000;
/** Milliseconds of age below which nothing is shown: most looks are over sooner, and a mark would only flash. */
const SHOWN_AFTER_MS = 1000;

/** Marks a fact that is being looked up again with how old it is. */
export function AsOf({ at }: { at: number }) {
  const [since] = useState(Date.now);
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  if (now - since < SHOWN_AFTER_MS) return null;
  const words = `As of ${agedWords(now - at)} ago; git is being asked again`;
  return (
    <span className="shrink-0 text-muted" title={words}>
      <Clock size={12} role="img" aria-label={words} />
    </span>
  );
}
