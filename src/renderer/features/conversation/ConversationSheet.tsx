import { Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationEntry } from '../../../shared/contract/conversation.ts';
import { type ConversationTarget, closeSheet } from '../../page/sheets.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL } from '../../ui/Field.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SCROLLABLE } from '../../ui/scrollable.ts';
import { EntryView } from './EntryView.tsx';
import { usageWords } from './pages.ts';
import { SearchResults } from './SearchResults.tsx';
import { useConversation } from './use-conversation.ts';

/** Distance from the end in pixels within which the view scrolls along with new entries. */
const FOLLOWS = 40;

/** The conversation of an agent's session, also after it has ended; the search covers all of it. */
export function ConversationSheet(given: { target: ConversationTarget }) {
  const { project, feature, agent } = given.target;
  const target = useMemo(() => ({ project, feature, agent }), [project, feature, agent]);
  const run = useWorkspace((state) => state.run);
  const { shown, usage, words, earlier, later, goTo } = useConversation(target);
  const [text, setText] = useState('');
  const [prompts, setPrompts] = useState(false);
  const [found, setFound] = useState<ConversationEntry | null>(null);
  const place = useFollowing(shown?.atEnd ? shown.end : null);
  const searching = text.trim() !== '' || prompts;
  return (
    <Sheet
      title="Conversation"
      onClose={closeSheet}
      subject={
        <>
          <span className="truncate font-medium" dir="auto">
            {titleOf(run, agent)}
          </span>
          {usage && (
            <span className="truncate text-muted text-sm" title={usage.model ?? undefined}>
              {usageWords(usage)}
            </span>
          )}
        </>
      }
      tools={
        <>
          <label className="relative flex items-center">
            <Search size={13} aria-hidden className="absolute left-2 text-muted" />
            <input
              type="search"
              aria-label="Search the conversation"
              placeholder="Search"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={`${CONTROL} w-56 pl-7`}
            />
          </label>
          <Button aria-pressed={prompts} onClick={() => setPrompts(!prompts)}>
            Prompts only
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 flex-1">
        {searching && (
          <SearchResults
            target={target}
            words={text.trim()}
            prompts={prompts}
            onChoose={(entry) => {
              setFound(entry);
              goTo(entry);
            }}
          />
        )}
        <div
          ref={place}
          {...SCROLLABLE}
          role="log"
          aria-label={`Conversation of ${titleOf(run, agent)}`}
          className="flex min-w-0 flex-1 flex-col gap-1.5 overflow-y-auto p-3"
        >
          {words !== null && <p className="m-auto max-w-96 text-center text-muted">{words}</p>}
          {shown && shown.begin > 0 && (
            <Button className="self-center" onClick={earlier}>
              Show earlier entries
            </Button>
          )}
          {shown?.entries.map((entry) => (
            <EntryView
              key={`${entry.offset} ${entry.part}`}
              entry={entry}
              found={found?.offset === entry.offset && found.part === entry.part}
            />
          ))}
          {shown && !shown.atEnd && (
            <Button className="self-center" onClick={later}>
              Show later entries
            </Button>
          )}
        </div>
      </div>
    </Sheet>
  );
}

/** Scrolls along with new entries, unless the reader has scrolled away from the end. */
function useFollowing(end: number | null) {
  const place = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => {
      const { scrollHeight, scrollTop, clientHeight } = element;
      follows.current = scrollHeight - scrollTop - clientHeight < FOLLOWS;
    };
    element.addEventListener('scroll', look);
    return () => element.removeEventListener('scroll', look);
  }, []);
  useEffect(() => {
    const element = place.current;
    if (end === null || !element || !follows.current) return;
    element.scrollTop = element.scrollHeight;
  }, [end]);
  return place;
}
