import * as z from 'zod';
import { type NodePlace, nodePlace } from '../../../shared/contract/layout.ts';
import type { Rename } from './rewrite-plan.ts';

/** Positions by node; null removes one. */
export type PlacePatch = Readonly<Record<string, NodePlace | null>>;

/** One undoable gesture: text and positions before and after it. */
export interface Step {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly places: { readonly before: PlacePatch; readonly after: PlacePatch };
  readonly rename?: Rename | undefined;
  /** Steps with the same mark, typed into one field, are merged. */
  readonly typing?: string | undefined;
}

/** Most steps kept in memory, and most stored on disk. */
const KEPT = 2000;
const SAVED = 200;

/** The undo and redo history of a plan. */
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
    // Typed back to the beginning: there is nothing to undo.
    if (last.before !== step.after) this.#undo.push({ ...last, after: step.after });
  }

  /** Moves an undone (or redone) step, as executed, to the other stack. */
  moved(way: 'undo' | 'redo', done: Step): void {
    const [source, target] = way === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    source.pop();
    target.push(done);
  }

  /** Drops a step that can no longer be undone (or redone). */
  drop(way: 'undo' | 'redo'): void {
    (way === 'undo' ? this.#undo : this.#redo).pop();
  }

  /** Each text is stored once: the end of a step is usually the beginning of the next. */
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

/** The stored history of a plan and the positions of its nodes. */
export const savedHistory = z.object({
  texts: z.array(z.string()),
  undo: z.array(savedStep),
  redo: z.array(savedStep),
  places: patch,
});
export type SavedHistory = z.infer<typeof savedHistory>;

export const NO_HISTORY: SavedHistory = { texts: [], undo: [], redo: [], places: {} };
