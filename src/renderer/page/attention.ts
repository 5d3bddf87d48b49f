import { create } from 'zustand';

/** Why a terminal that nobody looks at deserves a look: its agent's state is another, it rang, or it printed. */
export type Mark = 'news' | 'bell' | 'output';

/** By the number of the session. */
export const useAttention = create<{ readonly marks: ReadonlyMap<number, Mark> }>(() => ({
  marks: new Map(),
}));

export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  news: 'has news',
  bell: 'rang the bell',
  output: 'has new output',
};

/** A bell says more than news, and is not replaced by them. */
export function mark(session: number, what: Mark): void {
  const { marks } = useAttention.getState();
  if (marks.get(session) === what || marks.get(session) === 'bell') return;
  useAttention.setState({ marks: new Map([...marks, [session, what]]) });
}

/** Somebody can see these now, which settles the news of them; a bell is settled by going there. */
export function looked(sessions: readonly number[], settled: readonly Mark[]): void {
  const { marks } = useAttention.getState();
  const left = [...marks].filter(
    ([session, what]) => !sessions.includes(session) || !settled.includes(what),
  );
  if (left.length === marks.size) return;
  useAttention.setState({ marks: new Map(left) });
}
