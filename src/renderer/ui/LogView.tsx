import { useLayoutEffect, useRef } from 'react';
import { SCROLLABLE } from './scrollable.ts';

/** Distance from the end in pixels that still counts as scrolled to the end. */
const AT_END = 24;

/** Growing output; stays scrolled to the end unless the person has scrolled up. */
export function LogView({ text, label }: { text: string; label: string }) {
  const box = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    // `text` is a dependency because new text makes the content taller.
    if (box.current && follows.current && text) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return (
    <pre
      {...SCROLLABLE}
      ref={box}
      role="log"
      aria-label={label}
      // Off, because a screen reader would read every line of a long build.
      aria-live="off"
      onScroll={({ currentTarget: at }) => {
        follows.current = at.scrollHeight - at.scrollTop - at.clientHeight < AT_END;
      }}
      className="max-h-56 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-[var(--terminal-background)] p-2 text-xs [overflow-wrap:anywhere]"
    >
      {text}
    </pre>
  );
}
