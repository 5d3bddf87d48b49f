import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLink, useLinkStatus } from '../link/index.ts';

/** Milliseconds without a connection after which the main process is not just restarting. */
const LONG = 8_000;

/** Banner shown while the main process cannot be reached. Sessions keep running in their host. */
export function LostBanner() {
  const { shell } = useLink();
  const lost = useLinkStatus() === 'lost';
  const long = useLong(lost);
  if (!lost) return null;
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-line border-b bg-raised px-3 py-1 text-sm"
    >
      <Unplug size={14} aria-hidden className="text-needs" />
      {long && shell === 'web'
        ? 'Tributary does not answer at this address. Start it again in a terminal and open the complete address that it prints; it is new for each start.'
        : 'Connection to Tributary lost; reconnecting. Sessions keep running.'}
    </div>
  );
}

function useLong(lost: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!lost) return;
    const timer = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(timer);
  }, [lost]);
  return long;
}
