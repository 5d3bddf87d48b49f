import { Bell, CircleDot } from 'lucide-react';
import { MARK_WORDS, useAttention } from '../../app/attention.ts';

/** Says that a terminal wants to be looked at; nothing while it does not. */
export function AttentionMark({ session }: { session: number }) {
  const mark = useAttention((state) => state.marks.get(session));
  if (!mark) return null;
  const Icon = mark === 'bell' ? Bell : CircleDot;
  return (
    <Icon size={12} role="img" aria-label={MARK_WORDS[mark]} className="shrink-0 text-accent" />
  );
}
