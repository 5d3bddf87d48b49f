import type { Diff } from '../../ui/code/diff-view.ts';

/** The line that a comment refers to, 1-based. */
export interface Spot {
  readonly path: string;
  readonly side: 'before' | 'after';
  readonly line: number;
}

/** The line at the caret of the focused editor, else of the `after` side. */
export function spotAtCaret(diff: Diff, path: string): Spot {
  const { before, after } = diff.views;
  const view = before?.hasFocus ? before : after;
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  return { path, side: view === before ? 'before' : 'after', line };
}

/** The text of a line as shown in the diff. */
export function quoteOf(diff: Diff | null, { side, line }: Spot): string {
  const view = diff?.views[side];
  if (!view || line > view.state.doc.lines) return '';
  return view.state.doc.line(line).text;
}

/** Scrolls to a line and moves the caret there. */
export function goTo(diff: Diff, { side, line }: Pick<Spot, 'side' | 'line'>): void {
  const view = diff.views[side] ?? diff.views.after;
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}
