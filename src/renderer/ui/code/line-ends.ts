import { EditorState, type Extension } from '@codemirror/state';

/** How the lines of a text end, so that an editor gives back every byte that was not edited. */
export interface LineEnds {
  readonly extension: Extension;
  /** The text of a state as it is to be saved. */
  textOf(state: EditorState): string;
}

/**
 * Where all lines end alike the editor sees plain lines; in a mixed file the carriage returns stay characters of their
 * lines, because joining the lines again would rewrite those that nobody touched.
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
