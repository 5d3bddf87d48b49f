import { Bell, CircleDot, type LucideIcon, TextCursorInput } from 'lucide-react';
import type { SessionView } from '../../../shared/contract/session.ts';
import { MARK_WORDS, type Mark, useAttention } from '../../page/attention.ts';

const ICONS: Readonly<Record<Mark, LucideIcon>> = {
  news: CircleDot,
  bell: Bell,
  output: TextCursorInput,
};

interface AttentionMarkProps {
  session: SessionView;
  /** Whether the terminal is visible, so that its output is seen. */
  seen: boolean;
}

/** Icon for a terminal that needs attention; renders nothing while it does not. */
export function AttentionMark({ session, seen }: AttentionMarkProps) {
  const marked = useAttention((state) => state.marks.get(session.id));
  const mark = marked ?? unseenMark(session, seen);
  if (!mark) return null;
  const Icon = ICONS[mark];
  const tone = mark === 'output' ? 'text-muted' : 'text-accent';
  return (
    <span title={`It ${MARK_WORDS[mark]}`} className={`flex shrink-0 ${tone}`}>
      <Icon size={12} role="img" aria-label={MARK_WORDS[mark]} />
    </span>
  );
}

/** Mark for unseen output or a bell that the session host reports. */
export function unseenMark(session: SessionView, seen: boolean): Mark | null {
  return seen || session.unseen === 'nothing' ? null : session.unseen;
}
