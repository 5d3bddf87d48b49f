import { useEffect, useState } from 'react';
import type { ConversationEntry } from '../../../shared/contract/conversation.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import type { ConversationTarget } from '../../page/sheets.ts';
import { Button } from '../../ui/Button.tsx';
import { SCROLLABLE } from '../../ui/scrollable.ts';
import { WHO } from './EntryView.tsx';

/** Milliseconds without typing after which a search starts. */
const TYPED = 250;

interface SearchResultsProps {
  readonly target: ConversationTarget;
  readonly words: string;
  readonly prompts: boolean;
  onChoose(entry: ConversationEntry): void;
}

interface Found {
  readonly entries: readonly ConversationEntry[];
  readonly next: number | null;
}

/** Entries of the whole conversation that match, oldest first. */
export function SearchResults({ target, words, prompts, onChoose }: SearchResultsProps) {
  const { api } = useLink();
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    setFound(null);
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const { signal } = stop;
      const first = await act(() =>
        api.conversation.find({ ...target, words, prompts }, { signal }),
      );
      if (first && !signal.aborted) setFound({ entries: first.found, next: first.next });
    }, TYPED);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, target, words, prompts]);

  const more = async () => {
    if (!found || found.next === null) return;
    const { next: from } = found;
    const answer = await act(() => api.conversation.find({ ...target, words, prompts, from }));
    if (!answer) return;
    setFound({ entries: [...found.entries, ...answer.found], next: answer.next });
  };
  const count = found?.entries.length ?? 0;
  const said = `${count}${found?.next === null ? '' : '+'} found`;
  return (
    <section
      aria-label="Found"
      {...SCROLLABLE}
      className="w-80 shrink-0 overflow-y-auto border-line border-r bg-raised p-2"
    >
      <p role="status" className="px-1 pb-1 text-muted text-sm">
        {found ? said : 'Searching…'}
      </p>
      <ol>
        {found?.entries.map((entry) => (
          <li key={`${entry.offset} ${entry.part}`}>
            <button
              type="button"
              className="flex w-full flex-col rounded px-1 py-1 text-left hover:bg-hover"
              onClick={() => onChoose(entry)}
            >
              <span className="text-muted text-xs">{entry.tool ?? WHO[entry.kind]}</span>
              <span className="line-clamp-2 text-sm [overflow-wrap:anywhere]" dir="auto">
                {around(entry.text, words)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {found && found.next !== null && <Button onClick={more}>Show more matches</Button>}
    </section>
  );
}

/** Characters of context shown before a match. */
const BEFORE = 40;
const LONGEST = 200;

function around(text: string, words: string): string {
  const at = Math.max(0, text.toLowerCase().indexOf(words.toLowerCase()) - BEFORE);
  return `${at > 0 ? '…' : ''}${text.slice(at, at + LONGEST)}`;
}
