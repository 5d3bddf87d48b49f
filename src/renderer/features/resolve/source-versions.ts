import { EditorState, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { codeBasics, languageSlot, named, readOnly } from '../../ui/code/setup.ts';
import { placeIn, type TextRange } from './places.ts';

/** One version of a contract, and the ranges of its conflicts, in the order of the cards. */
export interface SourceVersion {
  readonly parent: HTMLElement;
  readonly side: 'base' | 'ours' | 'theirs';
  readonly label: string;
  readonly text: string;
  /** Null when this version has no text there. */
  readonly places: readonly (TextRange | null)[];
}

interface SourceOptions {
  readonly path: string;
  readonly versions: readonly SourceVersion[];
  /** Called when the caret enters the range of a conflict. */
  onPick(index: number): void;
}

export interface SourceVersions {
  /** Scrolls every version to one conflict. */
  show(index: number): void;
  destroy(): void;
}

const setCurrent = StateEffect.define<number>();

/** Shows full versions of a contract with the conflicts marked. */
export function showSources({ path, versions, onPick }: SourceOptions): SourceVersions {
  const language = languageSlot(path);
  const shown = versions.map((version) => {
    const places = version.places.map((place) => place && placeIn(version.text, place));
    const view = new EditorView({
      parent: version.parent,
      state: EditorState.create({
        doc: version.text,
        extensions: [
          codeBasics(version.text),
          readOnly,
          named(version.label),
          language.extension,
          marks(places, version.side),
          EditorView.updateListener.of((update) => {
            // Ignore selections made by `show`, which does not focus the editor.
            if (!update.selectionSet || !update.view.hasFocus) return;
            const caret = update.state.selection.main.head;
            const at = places.findIndex((one) => one && one[0] <= caret && caret <= one[1]);
            if (at >= 0) onPick(at);
          }),
        ],
      }),
    });
    return { view, places };
  });
  language.load(shown.map(({ view }) => view));
  return {
    show(index) {
      for (const { view, places } of shown) {
        const place = places[index];
        const effects: StateEffect<unknown>[] = [setCurrent.of(index)];
        if (place && !view.hasFocus)
          effects.push(EditorView.scrollIntoView(place[0], { y: 'center' }));
        view.dispatch({ effects });
      }
    },
    destroy() {
      for (const { view } of shown) view.destroy();
    },
  };
}

const PLACE = Decoration.mark({ class: 'cm-place' });
const CURRENT = Decoration.line({ class: 'cm-conflict-current' });
const LINES = {
  base: Decoration.line({ class: 'cm-conflict-base' }),
  ours: Decoration.line({ class: 'cm-conflict-ours' }),
  theirs: Decoration.line({ class: 'cm-conflict-theirs' }),
} as const;

function marks(places: readonly (TextRange | null)[], side: SourceVersion['side']) {
  return StateField.define<DecorationSet>({
    create: (state) => decorated(state, { places, side, current: -1 }),
    update(known, { state, effects }) {
      const effect = effects.find((one) => one.is(setCurrent));
      return effect ? decorated(state, { places, side, current: effect.value }) : known;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

function decorated(
  { doc }: EditorState,
  how: {
    readonly places: readonly (TextRange | null)[];
    readonly side: SourceVersion['side'];
    readonly current: number;
  },
): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const [index, place] of how.places.entries()) {
    if (!place) continue;
    const [from, to] = place.map((at) => Math.min(at, doc.length)) as [number, number];
    const last = doc.lineAt(to).number;
    for (let number = doc.lineAt(from).number; number <= last; number += 1) {
      const line = doc.line(number).from;
      ranges.push(LINES[how.side].range(line));
      if (index === how.current) ranges.push(CURRENT.range(line));
    }
    if (to > from) ranges.push(PLACE.range(from, to));
  }
  return Decoration.set(ranges, true);
}
