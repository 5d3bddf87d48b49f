import { Unplug } from 'lucide-react';
import { useLinkStatus } from '../link/index.ts';

/** Shown while the main side is out of reach; sessions live on in their host. */
export function LostBanner() {
  const status = useLinkStatus();
  if (status !== 'lost') return null;
  return (
    <div
      role="status"
      className="flex items-center gap-2 border-line border-b bg-raised px-3 py-1 text-sm"
    >
      <Unplug size={14} aria-hidden className="text-needs" />
      Connection to Tributary lost; connecting again. Sessions keep running.
    </div>
  );
}
