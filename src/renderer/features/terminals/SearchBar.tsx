import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../ui/IconButton.tsx';

/** Finds text in a terminal's screen and scrollback. */
export function SearchBar({ search, onClose }: { search: SearchAddon; onClose(): void }) {
  const [text, setText] = useState('');
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

  return (
    <search className="flex h-8 shrink-0 items-center gap-1 border-line border-b px-1">
      <input
        // The bar was asked for in order to type into it.
        ref={(input) => input?.focus()}
        aria-label="Search in terminal"
        className="h-6 min-w-0 flex-1 rounded border border-line bg-surface px-2 text-sm"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          search.findPrevious(event.target.value, { ...marked(), incremental: true });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key !== 'Enter') return;
          if (event.shiftKey) search.findNext(text, marked());
          else search.findPrevious(text, marked());
        }}
      />
      <span role="status" className="min-w-14 text-right text-muted text-xs">
        {text === '' ? '' : found}
      </span>
      <IconButton
        label="Previous match"
        icon={ChevronUp}
        onClick={() => search.findPrevious(text, marked())}
      />
      <IconButton
        label="Next match"
        icon={ChevronDown}
        onClick={() => search.findNext(text, marked())}
      />
      <IconButton label="Close search" icon={X} onClick={onClose} />
    </search>
  );
}

/** Past a thousand matches the addon no longer says which one is shown. */
function countWords(index: number, count: number): string {
  if (count === 0) return 'None';
  return index < 0 ? `${count} or more` : `${index + 1} of ${count}`;
}

/** Matches are counted only where they are marked; the colours are those of the theme, as the addon takes them. */
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
