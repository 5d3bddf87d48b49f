import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';

/** Searches the screen and scrollback of a terminal. Overlays them, so that a search does not resize the program. */
export function SearchBar({ search, onClose }: { search: SearchAddon; onClose(): void }) {
  const [text, setText] = useState('');
  const [how, setHow] = useState<How>({ caseSensitive: false, regex: false });
  const [found, setFound] = useState<string | null>(null);
  useEffect(() => {
    const listening = search.onDidChangeResults(({ resultIndex, resultCount }) => {
      setFound(countWords(resultIndex, resultCount));
    });
    return () => {
      listening.dispose();
      search.clearDecorations();
    };
  }, [search]);

  const find = (way: 'next' | 'previous', words: string, options: How) => {
    if (options.regex && !isPattern(words)) {
      search.clearDecorations();
      setFound('Invalid pattern');
    } else if (way === 'next') search.findNext(words, { ...options, ...marked() });
    else search.findPrevious(words, { ...options, ...marked() });
  };
  const choose = (next: How) => {
    setHow(next);
    search.clearDecorations();
    find('previous', text, next);
  };

  return (
    <search className="absolute top-1 right-4 left-4 z-10 ml-auto flex h-8 max-w-[420px] items-center gap-1 rounded-md border border-line bg-raised px-1 shadow-[var(--shadow)]">
      <input
        // The person opened the bar to type, so focus the field.
        ref={(input) => input?.focus()}
        aria-label="Search in terminal"
        className="h-6 min-w-0 flex-1 rounded border border-line bg-surface px-2 text-sm"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          find('previous', event.target.value, how);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key !== 'Enter') return;
          find(event.shiftKey ? 'next' : 'previous', text, how);
        }}
      />
      <span role="status" className="min-w-14 text-right text-muted text-xs">
        {text === '' ? '' : found}
      </span>
      <IconButton
        label="Match case"
        icon={CaseSensitive}
        aria-pressed={how.caseSensitive}
        onClick={() => choose({ ...how, caseSensitive: !how.caseSensitive })}
      />
      <IconButton
        label="Regular expression"
        icon={Regex}
        aria-pressed={how.regex}
        onClick={() => choose({ ...how, regex: !how.regex })}
      />
      <IconButton
        label="Previous match"
        icon={ChevronUp}
        onClick={() => find('previous', text, how)}
      />
      <IconButton label="Next match" icon={ChevronDown} onClick={() => find('next', text, how)} />
      <IconButton label="Close search" icon={X} onClick={onClose} />
    </search>
  );
}

type How = Required<Pick<ISearchOptions, 'caseSensitive' | 'regex'>>;

function isPattern(words: string): boolean {
  try {
    new RegExp(words);
    return true;
  } catch {
    return false;
  }
}

/** Beyond a thousand matches, the addon no longer reports the index of the current one. */
function countWords(index: number, count: number): string {
  if (count === 0) return 'None';
  return index < 0 ? `${count} or more` : `${index + 1} of ${count}`;
}

/** The addon counts matches only when it highlights them, so pass highlight colours, taken from the theme. */
function marked(): ISearchOptions {
  const style = getComputedStyle(document.documentElement);
  const accent = style.getPropertyValue('--accent').trim();
  const muted = style.getPropertyValue('--border-strong').trim();
  return {
    decorations: {
      matchBackground: muted,
      matchOverviewRuler: muted,
      activeMatchBackground: accent,
      activeMatchColorOverviewRuler: accent,
    },
  };
}
