import { type EditorState, type Extension, type Range, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import { type Block, blocksOf, type Choice, currentBlock, replacedBy } from './blocks.ts';

/** The conflicts in an editor's text, kept up to date while it is edited. */
const blocks = StateField.define<readonly Block[]>({
  create: (state) => blocksOf(state.doc.toString()),
  update: (known, change) => (change.docChanged ? blocksOf(change.newDoc.toString()) : known),
});

export function blocksIn(state: EditorState): readonly Block[] {
  return state.field(blocks);
}

/** The conflict at the caret; null when no conflict is left. */
function blockAtCaret(state: EditorState): Block | null {
  const all = blocksIn(state);
  return all[currentBlock(all, state.selection.main.head)] ?? null;
}

/** Replaces a conflict by the chosen text; the editor's undo reverts it. */
export function choose(view: EditorView, choice: Choice, block = blockAtCaret(view.state)): void {
  if (!block || view.state.readOnly) return;
  const change = replacedBy(view.state.doc.toString(), block, choice);
  view.dispatch({
    changes: change,
    selection: { anchor: change.from },
    userEvent: 'input.choose',
  });
  view.focus();
}

/** Replaces a conflict by both versions without markers, and selects them for editing. */
export function editByHand(view: EditorView): void {
  const block = blockAtCaret(view.state);
  if (!block || view.state.readOnly) return;
  const { from, to, insert } = replacedBy(view.state.doc.toString(), block, 'both');
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from, head: from + insert.length },
    userEvent: 'input.choose',
    scrollIntoView: true,
  });
  view.focus();
}

/** Moves the caret to the next or previous conflict, wrapping around. */
export function step(view: EditorView, by: 1 | -1): boolean {
  const all = blocksIn(view.state);
  if (all.length === 0) return false;
  const caret = view.state.selection.main.head;
  const found =
    by === 1
      ? all.find((block) => block.from > caret)
      : all.findLast((block) => block.to < caret || block.from < caret);
  const block = found ?? (by === 1 ? all[0] : all.at(-1));
  if (!block) return false;
  view.dispatch({
    selection: { anchor: block.from },
    effects: EditorView.scrollIntoView(block.from, { y: 'center' }),
  });
  view.focus();
  return true;
}

interface Names {
  readonly ours: string;
  readonly theirs: string;
}

const LINES = {
  marker: Decoration.line({ class: 'cm-conflict-marker' }),
  ours: Decoration.line({ class: 'cm-conflict-ours' }),
  base: Decoration.line({ class: 'cm-conflict-base' }),
  theirs: Decoration.line({ class: 'cm-conflict-theirs' }),
  current: Decoration.line({ class: 'cm-conflict-current' }),
};

/** Decorates the conflicts of a text, with buttons above each. */
export function conflictBlocks(names: Names): Extension {
  const shown = StateField.define<DecorationSet>({
    create: (state) => decorate(state, names),
    update: (known, change) =>
      change.docChanged || change.selection ? decorate(change.state, names) : known,
    provide: (field) => EditorView.decorations.from(field),
  });
  return [blocks, shown];
}

function decorate(state: EditorState, names: Names): DecorationSet {
  const all = blocksIn(state);
  const current = all[currentBlock(all, state.selection.main.head)];
  const ranges: Range<Decoration>[] = [];
  for (const [index, block] of all.entries()) {
    const bar = new ChoiceBar({ index, count: all.length, names });
    ranges.push(Decoration.widget({ widget: bar, block: true, side: -1 }).range(block.from));
    const last = state.doc.lineAt(block.to).number;
    for (let number = state.doc.lineAt(block.from).number; number <= last; number += 1) {
      const { from } = state.doc.line(number);
      ranges.push(LINES[kindAt(block, from)].range(from));
      if (block === current) ranges.push(LINES.current.range(from));
    }
  }
  return Decoration.set(ranges, true);
}

function kindAt(block: Block, at: number): keyof typeof LINES {
  for (const side of ['ours', 'base', 'theirs'] as const) {
    const part = block[side];
    if (part && at >= part.from && at < part.to) return side;
  }
  return 'marker';
}

interface Bar {
  readonly index: number;
  readonly count: number;
  readonly names: Names;
}

class ChoiceBar extends WidgetType {
  readonly #bar: Bar;

  constructor(bar: Bar) {
    super();
    this.#bar = bar;
  }

  override eq(other: ChoiceBar): boolean {
    const { index, count } = this.#bar;
    return other.#bar.index === index && other.#bar.count === count;
  }

  override toDOM(view: EditorView): HTMLElement {
    const { index, count, names } = this.#bar;
    const bar = document.createElement('div');
    bar.className = 'cm-conflict-bar';
    const title = document.createElement('span');
    title.textContent = `Conflict ${index + 1} of ${count}`;
    bar.append(title);
    const choices: readonly [Choice, string][] = [
      ['ours', `Take ${names.ours}`],
      ['theirs', `Take ${names.theirs}`],
      ['both', 'Take both'],
    ];
    for (const [choice, words] of choices) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = words;
      button.setAttribute('aria-label', `${words}, conflict ${index + 1}`);
      button.addEventListener('click', () => {
        const block = blocksIn(view.state)[index];
        if (block) choose(view, choice, block);
      });
      bar.append(button);
    }
    return bar;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
