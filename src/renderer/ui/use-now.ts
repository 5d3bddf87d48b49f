import { useEffect, useState } from 'react';

/** Milliseconds between updates of texts such as "3 minutes ago". */
const TICK_MS = 30_000;

/** The time in milliseconds since the epoch, updated twice a minute. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
