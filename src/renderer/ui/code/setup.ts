import { defaultKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { highlighting } from './highlight.ts';
import { languageOf } from './languages.ts';
import { lineEndsOf } from './line-ends.ts';
import './code.css';

/** Sets the accessible name of an editor. */
export function named(label: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': label });
}

/** Extensions of every editor: line numbers, selection, keys, and the line ends of its text. */
export function codeBasics(text: string): Extension[] {
  return [
    lineEndsOf(text).extension,
    lineNumbers(),
    drawSelection(),
    highlightSpecialChars(),
    keymap.of(defaultKeymap),
    highlighting,
  ];
}

/** Makes an editor read-only; the caret can still move. */
export const readOnly: Extension = EditorState.readOnly.of(true);

const PROSE = /\.(?:md|markdown|mdx|txt|rst|adoc)$/i;

/** Wraps long lines in prose, where differences are often beyond the edge. Lines of code are not wrapped. */
export function proseWraps(path: string): Extension {
  return PROSE.test(path) ? EditorView.lineWrapping : [];
}

/** A placeholder for a file's language support, which `load` fills once it is loaded. */
export function languageSlot(path: string): {
  readonly extension: Extension;
  load(views: readonly EditorView[]): void;
} {
  const slot = new Compartment();
  return {
    extension: slot.of([]),
    load(views) {
      languageOf(path)
        .then((language) => {
          if (!language) return;
          for (const view of views) view.dispatch({ effects: slot.reconfigure(language) });
        })
        // Ignore a failure: without the language, only the colours are missing.
        .catch(() => undefined);
    },
  };
}
