import * as z from 'zod';
import { type NodePlace, nodePlace } from '../../../shared/contract/layout.ts';
import type { Rename } from './rewrite-plan.ts';

/** Places by node; null takes the node's place away. */
export type PlacePatch = Readonly<Record<string, NodePlace | null>>;

/** One gesture that can be undone: what it made of the text and of the places. */
export interface Step {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly places: { readonly before: PlacePatch; readonly after: PlacePatch };
  readonly rename?: Rename | undefined;
  /** Typing in one field is one step: pieces with the same mark are put together. */
  readonly typing?: string | undefined;
}

/** Steps that are kept in memory, and of these the last ones on the disk. */
const KEPT = 2000;
const SAVED = 200;

/** The one list of undo and redo of a plan. */
export class History {
  #undo: Step[] = [];
  #redo: Step[] = [];

  get undo(): Step | null {
    return this.#undo.at(-1) ?? null;
  }

  get redo(): Step | null {
    return this.#redo.at(-1) ?? null;
  }

  add(step: Step): void {
    const last = this.undo;
    const goesOn =
      last !== null &&
      step.typing !== undefined &&
      last.typing === step.typing &&
      last.after === step.before &&
      this.#redo.length === 0;
    this.#redo = [];
    if (!goesOn) {
      this.#undo.push(step);
      if (this.#undo.length > KEPT) this.#undo.shift();
      return;
    }
    this.#undo.pop();
    // Typed back to where it began: nothing is left to undo.
    if (last.before !== step.after) this.#undo.push({ ...last, after: step.after });
  }

  /** The step was undone (or redone) as `done`: it goes to the other side. */
  moved(way: 'undo' | 'redo', done: Step): void {
    const [source, target] = way === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    source.pop();
    target.push(done);
  }

  /** The step cannot be undone (or redone) any more. */
  drop(way: 'undo' | 'redo'): void {
    (way === 'undo' ? this.#undo : this.#redo).pop();
  }

  /** Texts stand once, because the end of one step is mostly the beginning of the next. */
  saved(places: PlacePatch): SavedHistory {
    const texts: string[] = [];
    const indexes = new Map<string, number>();
    const index = (text: string): number => {
      const known = indexes.get(text);
      if (known !== undefined) return known;
      indexes.set(text, texts.length);
      return texts.push(text) - 1;
    };
    const steps = (list: readonly Step[]) =>
      list.slice(-SAVED).map(({ label, before, after, places: moved, rename }) => ({
        label,
        before: index(before),
        after: index(after),
        places: moved,
        ...(rename ? { rename: { path: [...rename.path], to: rename.to } } : {}),
      }));
    return { texts, undo: steps(this.#undo), redo: steps(this.#redo), places: { ...places } };
  }

  static of(saved: SavedHistory): History {
    const history = new History();
    const steps = (list: SavedHistory['undo']) =>
      list.flatMap((step): Step[] => {
        const [before, after] = [saved.texts[step.before], saved.texts[step.after]];
        return before === undefined || after === undefined ? [] : [{ ...step, before, after }];
      });
    history.#undo = steps(saved.undo);
    history.#redo = steps(saved.redo);
    return history;
  }
}

const patch = z.record(z.string(), nodePlace.nullable());
const savedStep = z.object({
  label: z.string(),
  before: z.number().int(),
  after: z.number().int(),
  places: z.object({ before: patch, after: patch }),
  rename: z.object({ path: z.array(z.string()), to: z.string() }).optional(),
});

/** The history of a plan and the places of its nodes, as they lie on the disk. */
export const savedHistory = z.object({
  texts: z.array(z.string()),
  undo: z.array(savedStep),
  redo: z.array(savedStep),
  places: patch,
});
export type SavedHistory = z.infer<typeof savedHistory>;

export const NO_HISTORY: SavedHistory = { texts: [], undo: [], redo: [], places: {} };
