import { create } from 'zustand';

/** Why an unseen terminal needs attention: its agent's state changed, it rang the bell, or it has new output. */
export type Mark = 'news' | 'bell' | 'output';

/** Marks by session number. */
export const useAttention = create<{ readonly marks: ReadonlyMap<number, Mark> }>(() => ({
  marks: new Map(),
}));

export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  news: 'changed its state',
  bell: 'rang the bell',
  output: 'has new output',
};

/** Sets a mark. A bell is more important than the others, so they do not replace it. */
export function mark(session: number, what: Mark): void {
  const { marks } = useAttention.getState();
  if (marks.get(session) === what || marks.get(session) === 'bell') return;
  useAttention.setState({ marks: new Map([...marks, [session, what]]) });
}

/** Clears marks of the given kinds: seeing a terminal settles its news, but only focusing it settles a bell. */
export function looked(sessions: readonly number[], settled: readonly Mark[]): void {
  const { marks } = useAttention.getState();
  const left = [...marks].filter(
    ([session, what]) => !sessions.includes(session) || !settled.includes(what),
  );
  if (left.length === marks.size) return;
  useAttention.setState({ marks: new Map(left) });
}
