import { useCallback, useEffect, useState } from 'react';
import type { ConversationEntry, Usage } from '../../../shared/contract/conversation.ts';
import { troubleOf, useLink } from '../../link/index.ts';
import type { ConversationTarget } from '../../page/sheets.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { lastPage, type Shown, withEarlier, withLater } from './pages.ts';

interface Conversation {
  /** Null while loading, and when there is no conversation. */
  readonly shown: Shown | null;
  readonly usage: Usage | null;
  /** Why nothing is shown; null when something is. */
  readonly words: string | null;
  earlier(): void;
  later(): void;
  /** Shows the part that begins with this entry. */
  goTo(entry: ConversationEntry): void;
}

const NONE = 'No conversation yet. Only agents that run claude record one.';

/** An agent's conversation, loaded page by page; new entries are added automatically while its end is shown. */
export function useConversation(target: ConversationTarget): Conversation {
  const { api } = useLink();
  const [shown, setShown] = useState<Shown | null>(null);
  const [usage, setUsage] = useState<Usage | null>(null);
  const [words, setWords] = useState<string | null>('Loading…');
  const news = useNews(target.agent);

  const ask = useCallback(async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      const told = describeTrouble(troubleOf(thrown));
      if (told) setWords(`${told.title} ${told.detail}`);
    }
  }, []);

  useEffect(() => {
    void ask(async () => {
      const { page } = await api.conversation.read(target);
      setShown(page && lastPage(page));
      setWords(page?.entries.length ? null : NONE);
    });
  }, [api, target, ask]);

  const end = shown?.atEnd ? shown.end : null;
  useEffect(() => {
    // Reload whenever the session's state changes, because then the file has changed too.
    void news;
    void ask(async () => setUsage((await api.conversation.usage(target)).usage));
    if (end === null) return;
    void ask(async () => {
      const { page } = await api.conversation.read({ ...target, after: end });
      if (!page || page.end === page.begin) return;
      setShown((last) => (last?.end === end ? withLater(last, page) : last));
      setWords(null);
    });
  }, [api, target, ask, end, news]);

  return {
    shown,
    usage,
    words,
    earlier: () =>
      void ask(async () => {
        if (!shown) return;
        const { page } = await api.conversation.read({ ...target, before: shown.begin });
        if (page) setShown((last) => (last === shown ? withEarlier(last, page) : last));
      }),
    later: () =>
      void ask(async () => {
        if (!shown) return;
        const { page } = await api.conversation.read({ ...target, after: shown.end });
        if (page) setShown((last) => (last === shown ? withLater(last, page) : last));
      }),
    goTo: (entry) =>
      void ask(async () => {
        const { page } = await api.conversation.read({ ...target, after: entry.offset });
        if (page) setShown({ ...page, atEnd: false });
      }),
  };
}

/** A key that changes whenever an agent's session has done something. */
function useNews(agent: string): string {
  return useWorkspace((state) => {
    const session = state.run?.agents.find(({ name }) => name === agent)?.session;
    return session ? `${session.id} ${session.activity} ${session.message} ${session.since}` : '';
  });
}
