import { Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLink, useLinkStatus } from '../link/index.ts';

/** Milliseconds without the main side after which it is not merely starting again. */
const LONG = 8_000;

/** Shown while the main side is out of reach; sessions live on in their host. */
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
        ? 'Tributary does not answer here. Start it again in a terminal, and open the whole address that it prints: each start has a new one.'
        : 'Connection to Tributary lost; connecting again. Sessions keep running.'}
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
