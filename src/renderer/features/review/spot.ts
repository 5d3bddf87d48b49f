import type { Diff } from '../../ui/code/diff-view.ts';

/** A line that a comment is about, 1-based. */
export interface Spot {
  readonly path: string;
  readonly side: 'before' | 'after';
  readonly line: number;
}

/** The line at the caret of the editor that has the focus, else of the side after. */
export function spotAtCaret(diff: Diff, path: string): Spot {
  const { before, after } = diff.views;
  const view = before?.hasFocus ? before : after;
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  return { path, side: view === before ? 'before' : 'after', line };
}

/** The text of a line as it is shown. */
export function quoteOf(diff: Diff | null, { side, line }: Spot): string {
  const view = diff?.views[side];
  if (!view || line > view.state.doc.lines) return '';
  return view.state.doc.line(line).text;
}

/** Brings a line into view with the caret on it. */
export function goTo(diff: Diff, { side, line }: Pick<Spot, 'side' | 'line'>): void {
  const view = diff.views[side] ?? diff.views.after;
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
  view.focus();
}
