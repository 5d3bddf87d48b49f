import { EditorState, type Extension } from '@codemirror/state';

/** Handles the line ends of a text, so that an editor returns every unedited byte unchanged. */
export interface LineEnds {
  readonly extension: Extension;
  /** The text of an editor state with its original line ends. */
  textOf(state: EditorState): string;
}

/**
 * With uniform line ends, the editor works on plain lines. In a mixed file, the carriage returns stay part of their
 * lines, because joining lines again would change untouched ones.
 */
export function lineEndsOf(text: string): LineEnds {
  const count = (what: string) => text.split(what).length - 1;
  const windows = count('\r\n');
  const returns = count('\r');
  if (returns === 0) return { extension: [], textOf: plain };
  if (windows === returns && windows === count('\n')) {
    return { extension: [], textOf: (state) => plain(state).replaceAll('\n', '\r\n') };
  }
  return { extension: EditorState.lineSeparator.of('\n'), textOf: plain };
}

function plain(state: EditorState): string {
  return state.doc.toString();
}
