import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react';
import { type Trouble, troubleOf } from './failure.ts';
import type { Link, LinkStatus } from './link.ts';

/** Milliseconds until a failed stream is reopened. */
const RETRY = 2000;

const LinkContext = createContext<Link | null>(null);

export function LinkProvider({ link, children }: { link: Link; children: ReactNode }) {
  return <LinkContext.Provider value={link}>{children}</LinkContext.Provider>;
}

export function useLink(): Link {
  const link = useContext(LinkContext);
  if (!link) throw new Error('useLink needs a LinkProvider above it');
  return link;
}

export function useLinkStatus(): LinkStatus {
  const link = useLink();
  return useSyncExternalStore(link.subscribe, link.status);
}

/**
 * The latest value of a stream that starts with a snapshot whenever it is opened. Reopened when `key` changes or the
 * link reconnects; the last value stays while disconnected. A null key closes the stream and clears the value.
 */
export function useStream<Value>(
  key: string | null,
  open: (signal: AbortSignal) => Promise<AsyncIterable<Value>>,
): { readonly value: Value | null; readonly trouble: Trouble | null } {
  const link = useLink();
  const [state, setState] = useState<{ value: Value | null; trouble: Trouble | null }>({
    value: null,
    trouble: null,
  });
  const openNow = useEffectEvent(open);
  useEffect(() => {
    setState({ value: null, trouble: null });
    if (key === null) return;
    const stop = new AbortController();
    async function follow(): Promise<void> {
      while (!stop.signal.aborted) {
        try {
          for await (const value of await openNow(stop.signal)) {
            if (stop.signal.aborted) return;
            setState({ value, trouble: null });
          }
        } catch (thrown) {
          const trouble = troubleOf(thrown, stop.signal);
          if (trouble.kind === 'cancelled') return;
          setState((last) => ({ value: last.value, trouble }));
          // Retry after other failures too: a plan file may be restored, a disk may respond again.
          if (trouble.kind !== 'lost') await pause(RETRY, stop.signal);
        }
        await linkOpen(link, stop.signal);
      }
    }
    follow();
    return () => stop.abort();
  }, [link, key]);
  return state;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

function linkOpen(link: Link, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (link.status() !== 'open' && !signal.aborted) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = link.subscribe(look);
    signal.addEventListener('abort', look, { once: true });
    // A stream that ended while the link is up is reopened a moment later.
    setTimeout(look, 50);
  });
}
