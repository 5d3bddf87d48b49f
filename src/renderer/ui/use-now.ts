import { useEffect, useState } from 'react';

/** How often "3 minutes ago" is looked at anew, in milliseconds. */
const TICK_MS = 30_000;

/** The time, in milliseconds since the epoch, anew twice a minute. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
