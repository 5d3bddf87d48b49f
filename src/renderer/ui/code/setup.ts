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

/** What a screen reader calls an editor. */
export function named(label: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': label });
}

/** What every editor here has: numbers, selection, keys, and the line ends that its text came with. */
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

/** For text that is looked at: the caret can move, nothing can be changed. */
export const readOnly: Extension = EditorState.readOnly.of(true);

const PROSE = /\.(?:md|markdown|mdx|txt|rst|adoc)$/i;

/** Long lines of prose are broken where the editor ends: what differs is often beyond. Those of code stay whole. */
export function proseWraps(path: string): Extension {
  return PROSE.test(path) ? EditorView.lineWrapping : [];
}

/** A place for the language of a file; `load` fills it once the language is there. */
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
        // A chunk that cannot be loaded costs the colours only.
        .catch(() => undefined);
    },
  };
}
