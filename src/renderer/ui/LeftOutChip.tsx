import { UserMinus } from 'lucide-react';

/** Says of work that its sync point landed without it. */
export function LeftOutChip({ words = 'left out' }: { readonly words?: string }) {
  return (
    <span
      className="inline-flex items-center gap-1 whitespace-nowrap rounded-full border border-[color-mix(in_srgb,var(--state-needs)_45%,transparent)] px-1.5 text-needs text-xs"
      title="Its sync point landed without it"
    >
      <UserMinus size={11} aria-hidden />
      {words}
    </span>
  );
}
