import { history, historyKeymap } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap } from '@codemirror/view';
import { lineDiff } from '../../ui/code/line-diff.ts';
import { lineEndsOf } from '../../ui/code/line-ends.ts';
import { codeBasics, languageSlot, named, proseWraps, readOnly } from '../../ui/code/setup.ts';
import { currentBlock } from './blocks.ts';
import { blocksIn, choose, conflictBlocks, editByHand, step } from './conflict-field.ts';
import { alignScrolling } from './scrolling.ts';

export interface ThreeWayState {
  /** The text to save, with its original line ends. */
  readonly text: string;
  /** Number of conflicts left, and the 0-based index of the one at the caret. */
  readonly left: number;
  readonly current: number;
}

interface Side {
  readonly name: string;
  readonly text: string;
}

interface ThreeWayOptions {
  readonly path: string;
  readonly base: string | null;
  readonly ours: Side | null;
  readonly theirs: Side | null;
  readonly result: string;
  readonly editable: boolean;
  onChange(state: ThreeWayState): void;
}

interface Places {
  readonly ours: HTMLElement;
  readonly base: HTMLElement;
  readonly result: HTMLElement;
  readonly theirs: HTMLElement;
}

export interface ThreeWay {
  choose(choice: 'ours' | 'theirs' | 'both'): void;
  editByHand(): void;
  step(by: 1 | -1): void;
  /** Replaces the whole result; the editor's undo reverts it. */
  replace(text: string): void;
  /** Call after showing an editor that was hidden. */
  align(): void;
  /** Moves the caret to a line, 1-based. */
  goTo(line: number): void;
  destroy(): void;
}

/** Shows the versions of a file in conflict, with the editable result between them. */
export function showThreeWay(places: Places, options: ThreeWayOptions): ThreeWay {
  const { path, base, ours, theirs, editable, onChange } = options;
  const language = languageSlot(path);
  const { textOf } = lineEndsOf(options.result);
  const stateOf = (state: EditorState): ThreeWayState => {
    const blocks = blocksIn(state);
    const current = currentBlock(blocks, state.selection.main.head);
    return { text: textOf(state), left: blocks.length, current };
  };
  const views: EditorView[] = [];
  const addSide = (parent: HTMLElement, text: string, label: string): EditorView => {
    const changed = base === null ? [] : changedLines(base, text);
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          codeBasics(text),
          proseWraps(path),
          readOnly,
          named(label),
          language.extension,
          changed,
        ],
      }),
    });
    views.push(view);
    return view;
  };
  const result = new EditorView({
    parent: places.result,
    state: EditorState.create({
      doc: options.result,
      extensions: [
        keymap.of(KEYS),
        codeBasics(options.result),
        proseWraps(path),
        history(),
        keymap.of(historyKeymap),
        named('Result'),
        language.extension,
        editable ? [] : readOnly,
        conflictBlocks({
          ours: possessive(ours?.name ?? 'ours'),
          theirs: possessive(theirs?.name ?? 'theirs'),
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged || update.selectionSet) onChange(stateOf(update.state));
        }),
      ],
    }),
  });
  views.push(result);
  const sides: EditorView[] = [];
  if (ours) sides.push(addSide(places.ours, ours.text, `${possessive(ours.name)} version`));
  if (base !== null) sides.push(addSide(places.base, base, 'Base'));
  if (theirs) sides.push(addSide(places.theirs, theirs.text, `${possessive(theirs.name)} version`));
  language.load(views);
  const alignment = alignScrolling(result, sides);
  const first = blocksIn(result.state)[0];
  if (first) {
    result.dispatch({
      selection: { anchor: first.from },
      effects: EditorView.scrollIntoView(first.from, { y: 'center' }),
    });
  }
  onChange(stateOf(result.state));
  return {
    choose: (choice) => choose(result, choice),
    editByHand: () => editByHand(result),
    step: (by) => step(result, by),
    replace(text) {
      result.dispatch({
        changes: { from: 0, to: result.state.doc.length, insert: result.state.toText(text) },
      });
    },
    align: alignment.align,
    goTo(line) {
      const { from } = result.state.doc.line(Math.min(Math.max(line, 1), result.state.doc.lines));
      result.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      result.focus();
    },
    destroy() {
      alignment.end();
      for (const view of views) view.destroy();
    },
  };
}

/** "Backend's". */
export function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`;
}

const KEYS = [
  { key: 'F7', run: (view: EditorView) => step(view, 1) },
  { key: 'Shift-F7', run: (view: EditorView) => step(view, -1) },
];

const CHANGED = Decoration.line({ class: 'cm-changed-here' });

/** Marks the lines of a version that differ from the base. */
function changedLines(base: string, text: string): Extension {
  const changes = lineDiff(base.split(/\r?\n/), text.split(/\r?\n/));
  return EditorView.decorations.compute(['doc'], ({ doc }) => {
    const marks = changes.flatMap(({ fromB, toB }) => {
      const lines = Array.from({ length: toB - fromB }, (_, index) => fromB + index + 1);
      return lines
        .filter((line) => line <= doc.lines)
        .map((line) => CHANGED.range(doc.line(line).from));
    });
    return Decoration.set(marks, true);
  });
}
