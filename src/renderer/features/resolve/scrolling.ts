import type { EditorView } from '@codemirror/view';
import { type LineChange, lineDiff, placeIn } from '../../ui/code/line-diff.ts';

interface Alignment {
  /** Scrolls the sides to the position of the result; a hidden side has not followed it. */
  align(): void;
  end(): void;
}

/** Synchronises scrolling, so that the same lines of the result and of the sides are at the same height. */
export function alignScrolling(result: EditorView, sides: readonly EditorView[]): Alignment {
  /** Views that were scrolled by this code, so that their next scroll event is ignored. */
  const moved = new Set<EditorView>();
  let known = { doc: result.state.doc, changes: new Map<EditorView, readonly LineChange[]>() };

  function changesOf(side: EditorView): readonly LineChange[] {
    if (known.doc !== result.state.doc) known = { doc: result.state.doc, changes: new Map() };
    const found = known.changes.get(side) ?? lineDiff(linesOf(result), linesOf(side));
    known.changes.set(side, found);
    return found;
  }

  function move(view: EditorView, line: number): void {
    const top = topOf(view, line);
    if (Math.abs(view.scrollDOM.scrollTop - top) < 1) return;
    moved.add(view);
    view.scrollDOM.scrollTop = top;
  }

  function follow(from: EditorView): void {
    if (moved.delete(from)) return;
    const here = lineAtTop(from);
    const line = from === result ? here : placeIn(turned(changesOf(from)), here);
    if (from !== result) move(result, line);
    for (const side of sides) if (side !== from) move(side, placeIn(changesOf(side), line));
  }

  const listening = [result, ...sides].map((view) => {
    const listener = () => follow(view);
    view.scrollDOM.addEventListener('scroll', listener, { passive: true });
    return () => view.scrollDOM.removeEventListener('scroll', listener);
  });
  return {
    align() {
      moved.clear();
      follow(result);
    },
    end() {
      for (const stop of listening) stop();
    },
  };
}

function linesOf(view: EditorView): string[] {
  return view.state.doc.toJSON();
}

function turned(changes: readonly LineChange[]): readonly LineChange[] {
  return changes.map(({ fromA, toA, fromB, toB }) => ({
    fromA: fromB,
    toA: toB,
    fromB: fromA,
    toB: toA,
  }));
}

/** The line at the top of the viewport, 0-based, plus the scrolled-away fraction of it. */
function lineAtTop(view: EditorView): number {
  const { scrollTop } = view.scrollDOM;
  const block = view.lineBlockAtHeight(scrollTop - view.documentPadding.top);
  const line = view.state.doc.lineAt(block.from).number - 1;
  const into = scrollTop - view.documentPadding.top - block.top;
  return line + Math.min(Math.max(into / Math.max(block.height, 1), 0), 1);
}

function topOf(view: EditorView, line: number): number {
  const { doc } = view.state;
  const whole = Math.min(Math.max(Math.floor(line), 0), doc.lines - 1);
  const block = view.lineBlockAt(doc.line(whole + 1).from);
  return view.documentPadding.top + block.top + (line - whole) * block.height;
}
