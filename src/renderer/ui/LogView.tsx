import { useLayoutEffect, useRef } from 'react';
import { SCROLLABLE } from './scrollable.ts';

/** Pixels from the end that still count as being there. */
const AT_END = 24;

/** Output as it comes: its end stays in view unless the person scrolled up to read. */
export function LogView({ text, label }: { text: string; label: string }) {
  const box = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    // `text` is what made the box taller.
    if (box.current && follows.current && text) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return (
    <pre
      {...SCROLLABLE}
      ref={box}
      role="log"
      aria-label={label}
      // Whoever listens would hear every line of a long build.
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
