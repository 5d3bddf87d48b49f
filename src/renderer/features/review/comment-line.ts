import type { Diff } from '../../ui/code/diff-view.ts';

/** The line that a comment refers to, 1-based. */
export interface CommentLine {
  readonly path: string;
  readonly side: 'before' | 'after';
  readonly line: number;
}

/** The line at the caret of the focused editor, else of the `after` side. */
export function lineAtCaret(diff: Diff, path: string): CommentLine {
  const { before, after } = diff.views;
  const view = before?.hasFocus ? before : after;
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  return { path, side: view === before ? 'before' : 'after', line };
}

/** The text of a line as shown in the diff. */
export function quoteOf(diff: Diff | null, { side, line }: CommentLine): string {
  const view = diff?.views[side];
  if (!view || line > view.state.doc.lines) return '';
  return view.state.doc.line(line).text;
}

/** Scrolls to a line and moves the caret there. */
export function goTo(diff: Diff, { side, line }: Pick<CommentLine, 'side' | 'line'>): void {
  const view = diff.views[side] ?? diff.views.after;
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}
