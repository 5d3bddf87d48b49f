import { UserMinus } from 'lucide-react';

/** Chip for work that was left out when its sync point landed. */
export function LeftOutChip({ words = 'left out' }: { readonly words?: string }) {
  return (
    <span
      className="inline-flex items-center gap-1 whitespace-nowrap rounded-full border border-[color-mix(in_srgb,var(--state-needs)_45%,transparent)] px-1.5 text-needs text-xs"
      title="Left out when its sync point landed"
    >
      <UserMinus size={11} aria-hidden />
      {words}
    </span>
  );
}
