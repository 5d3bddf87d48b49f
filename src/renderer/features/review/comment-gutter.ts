import { Compartment, type Extension, RangeSet } from '@codemirror/state';
import { type EditorView, GutterMarker, gutter } from '@codemirror/view';

class Commented extends GutterMarker {
  override elementClass = 'cm-commented';
}

const MARK = new Commented();
const SLOT = new Compartment();

/** A gutter that starts a comment on the clicked line and marks the lines with comments. Line numbers are 1-based. */
export function commentGutter(lines: readonly number[], onLine: (line: number) => void): Extension {
  return [
    SLOT.of(marked(lines)),
    gutter({
      class: 'cm-comment-gutter',
      domEventHandlers: {
        mousedown(view, block) {
          onLine(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
  ];
}

/** Replaces the marked lines of an existing editor. */
export function markLines(view: EditorView, lines: readonly number[]): void {
  view.dispatch({ effects: SLOT.reconfigure(marked(lines)) });
}

function marked(lines: readonly number[]): Extension {
  return gutter({
    class: 'cm-comment-marks',
    markers(view) {
      const there = [...new Set(lines)]
        .filter((line) => line >= 1 && line <= view.state.doc.lines)
        .sort((a, b) => a - b);
      return RangeSet.of(there.map((line) => MARK.range(view.state.doc.line(line).from)));
    },
  });
}
