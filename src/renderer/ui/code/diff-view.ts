import { getChunks, MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { codeBasics, languageSlot, named, proseWraps, readOnly } from './setup.ts';

export interface DiffOptions {
  readonly path: string;
  readonly before: { readonly label: string; readonly text: string };
  readonly after: { readonly label: string; readonly text: string };
  readonly mode: 'side' | 'inline';
  /** Additional extensions for the editor of a side. */
  readonly extras?: (side: 'before' | 'after') => Extension;
}

export interface Diff {
  /** In inline mode there is only the `after` editor. */
  readonly views: { readonly before: EditorView | null; readonly after: EditorView };
  destroy(): void;
}

const COLLAPSE = { margin: 3, minSize: 6 };
/** Limits of the comparison: beyond them it shows less detail, so that the page stays responsive. */
const DIFF = { scanLimit: 2000, timeout: 500 };

/** Shows the read-only diff of two texts, word by word, with unchanged parts folded. */
export function showDiff(parent: HTMLElement, options: DiffOptions): Diff {
  const { path, before, after, mode, extras } = options;
  const language = languageSlot(path);
  const shared = (text: string, label: string, side: 'before' | 'after'): Extension => [
    codeBasics(text),
    proseWraps(path),
    readOnly,
    named(label),
    language.extension,
    extras?.(side) ?? [],
  ];
  if (mode === 'inline') {
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: after.text,
        extensions: [
          shared(after.text, after.label, 'after'),
          unifiedMergeView({
            original: before.text,
            mergeControls: false,
            gutter: true,
            collapseUnchanged: COLLAPSE,
            diffConfig: DIFF,
          }),
        ],
      }),
    });
    language.load([view]);
    toFirstChange(view);
    return { views: { before: null, after: view }, destroy: () => view.destroy() };
  }
  const merge = new MergeView({
    parent,
    a: { doc: before.text, extensions: shared(before.text, before.label, 'before') },
    b: { doc: after.text, extensions: shared(after.text, after.label, 'after') },
    gutter: true,
    collapseUnchanged: COLLAPSE,
    diffConfig: DIFF,
  });
  language.load([merge.a, merge.b]);
  toFirstChange(merge.b);
  return { views: { before: merge.a, after: merge.b }, destroy: () => merge.destroy() };
}

/** Moves the caret to the first difference, for navigation by key. */
function toFirstChange(view: EditorView): void {
  const first = getChunks(view.state)?.chunks[0];
  if (!first) return;
  view.dispatch({ selection: { anchor: Math.min(first.fromB, view.state.doc.length) } });
}
