import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { NodePlace } from '../../../shared/contract/layout.ts';
import type { PlanGesture, PlanView } from '../../../shared/contract/plan.ts';
import { applyChanges } from '../../../shared/plan/edit.ts';
import type { Plan, PlanChange } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { planSchema } from '../../../shared/plan/schema.ts';
import { stepWords, WRITTEN_OVER } from '../../../shared/plan/step-words.ts';
import { CoreFailure } from '../failure.ts';
import type { JsonFile } from '../json-file.ts';
import { log } from '../log.ts';
import { requireOwnPlace } from '../own-place.ts';
import { firstIssue } from '../yaml/schema-issue.ts';
import { editFailure } from './edit-failure.ts';
import { planFailure } from './files.ts';
import { broughtIn } from './late-text.ts';
import { placesAfter, withPatch } from './moved-nodes.ts';
import { type ParsedPlan, parsePlan } from './parse-plan.ts';
import { notWritten } from './plan-text.ts';
import { readOpenPlan } from './read-open-plan.ts';
import { type Renamed, withNewKeys } from './renamed-keys.ts';
import { replaceFile } from './replace-file.ts';
import { type Rename, rewritePlan } from './rewrite-plan.ts';
import { SeenPlans } from './seen-plans.ts';
import { History, type PlacePatch, type SavedHistory, type Step } from './undo-history.ts';
import { CannotTravel, travelled } from './undo-step.ts';
import { watchFile } from './watch-file.ts';

/** Milliseconds until a broken file is read again: another program may still be writing it. */
const HALF_WRITTEN = 60;
const LOOKS_AT_HALF_WRITTEN = 3;
/** Attempts of one edit while another program keeps writing the file. */
const ATTEMPTS = 50;
/** Renames remembered, because a window may miss one while its edit is in transit. */
const RENAMES = 20;
/** Milliseconds during which changes of the history are collected into one write. */
const SAVE_AFTER = 200;

/**
 * One open plan file with the positions of its nodes. The file is the source of truth: every edit reads it first, so
 * concurrent edits by others are kept, and every change, whoever made it, is announced. All windows share it and its
 * undo history.
 */
export class PlanEditor {
  readonly file: string;
  readonly #checkout: string;
  readonly #path: string;
  readonly #saved: JsonFile<SavedHistory>;
  readonly #listeners = new Set<() => void>();
  readonly #unwatch: () => void;
  readonly #seen = new SeenPlans();
  #history = new History();
  #places: Readonly<Record<string, NodePlace>> = {};
  #renames: readonly Renamed[] = [];
  #text = '';
  #revision = 0;
  #parsed: ParsedPlan = parsePlan('');
  #good: Extract<ParsedPlan, { ok: true }> | null = null;
  #gone = false;
  #queue: Promise<unknown> = Promise.resolve();
  #saving: NodeJS.Timeout | undefined;

  constructor(at: { checkout: string; file: string; saved: JsonFile<SavedHistory> }) {
    this.file = at.file;
    this.#checkout = at.checkout;
    this.#path = join(at.checkout, at.file);
    this.#saved = at.saved;
    this.#unwatch = watchFile(this.#path, () => {
      // When the file was deleted, the last content stays.
      this.#enqueue(() => this.#load()).catch(() => undefined);
    });
  }

  /** Fails with `plan.notFound` when the file does not exist; a broken file opens with its error. */
  static async open(at: {
    readonly checkout: string;
    /** Relative to the checkout. */
    readonly file: string;
    /** Stores history and positions across restarts. */
    readonly saved: JsonFile<SavedHistory>;
  }): Promise<PlanEditor> {
    const editor = new PlanEditor(at);
    try {
      const saved = await at.saved.read();
      editor.#history = History.of(saved);
      editor.#places = withPatch({}, saved.places);
      await editor.#enqueue(() => editor.#load());
    } catch (thrown) {
      editor.close();
      throw thrown;
    }
    return editor;
  }

  close(): void {
    this.#unwatch();
    this.#listeners.clear();
    if (this.#saving !== undefined) this.#saveNow();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  view(): PlanView {
    const error = this.#parsed.ok ? null : this.#parsed.error;
    return {
      file: this.file,
      revision: this.#revision,
      text: this.#text,
      plan: this.#good?.plan ?? null,
      phases: this.#good ? derivePhases(this.#good.plan) : [],
      findings: this.#good?.findings ?? [],
      gone: this.#gone,
      error: error && { message: error.message, line: error.line, column: error.column },
      places: this.#places,
      renames: this.#renames,
      undo: error === null ? (this.#history.undo?.label ?? null) : null,
      redo: error === null ? (this.#history.redo?.label ?? null) : null,
    };
  }

  /**
   * Applies one gesture: all its changes or none. Keys of nodes renamed since revision `seen` are translated. Fails
   * with the reasons of `applyChanges`, when the file is broken, or with `plan.changedMeanwhile` for typed text that
   * would replace a value changed by others since `seen`.
   */
  edit(made: PlanGesture, seen = Number.POSITIVE_INFINITY): Promise<PlanView> {
    return this.#enqueue(async () => {
      const gesture = withNewKeys(made, this.#renames, seen);
      const { changes } = gesture;
      const done = await this.#rewrite((text, plan) => {
        this.#seen.requireSeen(gesture, plan, seen);
        const edited = applyChanges(plan, changes);
        if (!edited.ok) throw editFailure(edited.failure);
        requireValid(edited.value);
        const rename = renameOf(changes);
        const next =
          changes.length === 0
            ? text
            : (this.#typedBack(gesture, edited.value) ??
              rewritePlan(text, { before: plan, after: edited.value, rename }));
        return { text: next, label: labelOf(plan, gesture), plan: edited.value, rename };
      });
      if (done.rename) this.#noteRename(done.rename.path.at(-1), done.rename.to);
      const places = placesAfter(this.#places, { gesture, plan: done.plan, rename: done.rename });
      if (done.before !== done.text) this.#seen.typed(gesture.typing);
      else if (Object.keys(places.after).length === 0) return this.view();
      this.#history.add({
        label: done.label,
        before: done.before,
        after: done.text,
        places,
        rename: done.rename,
        typing: gesture.typing,
      });
      this.#settle(places.after);
      return this.view();
    });
  }

  /** When a field is typed back to its original value, the text from before the typing; else null. */
  #typedBack(gesture: PlanGesture, plan: Plan): string | null {
    const last = this.#history.undo;
    if (gesture.typing === undefined || last?.typing !== gesture.typing) return null;
    const before = last.after === this.#text ? parsePlan(last.before) : null;
    return before?.ok && isDeepStrictEqual(before.plan, plan) ? last.before : null;
  }

  /** Writes the file again after another program deleted it. Fails when it exists. */
  restore(): Promise<PlanView> {
    return this.#enqueue(async () => {
      await requireOwnPlace(this.#checkout, this.file);
      await mkdir(dirname(this.#path), { recursive: true });
      await writeFile(this.#path, this.#text, { flag: 'wx' }).catch((thrown) => {
        throw notWritten(this.#path, thrown);
      });
      await this.#load();
      return this.view();
    });
  }

  undo(): Promise<PlanView> {
    return this.#travel('undo');
  }

  redo(): Promise<PlanView> {
    return this.#travel('redo');
  }

  /** Restores the exact bytes when nobody else edited the file since; otherwise reverts only what the step changed. */
  #travel(way: 'undo' | 'redo'): Promise<PlanView> {
    return this.#enqueue(async () => {
      const step = way === 'undo' ? this.#history.undo : this.#history.redo;
      if (!step) return this.view();
      let done: { before: string; text: string };
      try {
        done = await this.#rewrite((text) => ({ text: travelled(text, step, way) }));
      } catch (thrown) {
        if (!(thrown instanceof CannotTravel)) throw thrown;
        this.#history.drop(way);
        this.#settle({});
        throw cannotTravel(way, step, thrown);
      }
      const ends =
        way === 'undo'
          ? { before: done.text, after: done.before }
          : { before: done.before, after: done.text };
      this.#history.moved(way, { ...step, ...ends });
      const key = step.rename?.path.at(-1);
      if (way === 'undo') this.#noteRename(step.rename?.to, key);
      else this.#noteRename(key, step.rename?.to);
      this.#settle(way === 'undo' ? step.places.before : step.places.after);
      return this.view();
    });
  }

  /**
   * Writes the result of `make`, and starts again when somebody else wrote the file meanwhile. Resolves to the result
   * and the text it was made from.
   */
  async #rewrite<Made extends { readonly text: string }>(
    make: (text: string, plan: Plan) => Made,
  ): Promise<Made & { readonly before: string }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const plan = await this.#readable();
      const before = this.#text;
      const made = make(before, plan);
      if (made.text === before) return { ...made, before };
      if (await this.#write(before, made.text)) return { ...made, before };
    }
    throw new CoreFailure({
      code: 'plan.busy',
      message: `${this.file} is written by another program all the time; the edit was not made.`,
      data: { file: this.file },
    });
  }

  async #write(expected: string, text: string): Promise<boolean> {
    await requireOwnPlace(this.#checkout, this.file);
    try {
      const replaced = await replaceFile(this.#path, expected, text);
      if (!replaced) return false;
      this.#expectLate(expected, replaced.late);
    } catch (thrown) {
      throw notWritten(this.#path, thrown);
    }
    this.#take(text);
    return true;
  }

  /** Recovers what a program wrote that had the file open while it was replaced; later edits stay. */
  #expectLate(before: string, late: Promise<string | null>): void {
    late
      .then((text) =>
        text === null ? undefined : this.#enqueue(() => this.#bringIn(before, text)),
      )
      .catch((thrown) =>
        log.error(`${this.file}: what was written at the same moment is lost`, thrown),
      );
  }

  async #bringIn(before: string, late: string): Promise<void> {
    // More attempts than for an edit, because nobody can repeat this.
    for (let attempt = 0; attempt < 20 * ATTEMPTS; attempt += 1) {
      await this.#load();
      let text: string;
      try {
        text = broughtIn(this.#text, { before, late });
      } catch (thrown) {
        if (!(thrown instanceof CannotTravel)) throw thrown;
        this.#keepBeside(late);
        return;
      }
      if (await this.#write(this.#text, text)) {
        this.#announce();
        return;
      }
    }
    throw new Error('another program writes all the time');
  }

  /** Both changed the same value: the edit stays, and undoing it restores the other program's text. */
  #keepBeside(late: string): void {
    const places = { before: {}, after: {} };
    this.#history.add({ label: WRITTEN_OVER, before: late, after: this.#text, places });
    this.#settle({});
  }

  /** The current plan on disk. A broken file is read again a few times, in case it is being written. */
  async #readable(): Promise<Plan> {
    for (let look = 0; ; look += 1) {
      await this.#load();
      if (this.#parsed.ok) return this.#parsed.plan;
      if (look === LOOKS_AT_HALF_WRITTEN) throw planFailure(this.file, this.#parsed);
      await after(HALF_WRITTEN);
    }
  }

  async #load(): Promise<void> {
    const text = await readOpenPlan(this.#path, this.file).catch((thrown: unknown) => {
      if (thrown instanceof CoreFailure && thrown.code === 'plan.notFound') this.#setGone(true);
      throw thrown;
    });
    if (text !== this.#text || this.#revision === 0) {
      this.#take(text);
      this.#gone = false;
      this.#announce();
    } else this.#setGone(false);
  }

  #setGone(gone: boolean): void {
    if (this.#gone === gone) return;
    this.#gone = gone;
    this.#announce();
  }

  #take(text: string): void {
    this.#text = text;
    this.#revision += 1;
    this.#parsed = parsePlan(text);
    if (!this.#parsed.ok) return;
    this.#good = this.#parsed;
    this.#seen.add(this.#revision, this.#parsed.plan);
  }

  /** Records a rename, unless the old key still exists or the new one does not. */
  #noteRename(from: string | undefined, to: string | undefined): void {
    const plan = this.#good?.plan;
    if (!plan || from === undefined || to === undefined) return;
    const isThere = (key: string) =>
      Object.hasOwn(plan.agents, key) || Object.hasOwn(plan.syncs, key);
    if (isThere(from) || !isThere(to)) return;
    this.#renames = [...this.#renames, { revision: this.#revision, from, to }].slice(-RENAMES);
  }

  /** After a gesture: updates positions, saves the history, and notifies all windows. */
  #settle(places: PlacePatch): void {
    this.#places = withPatch(this.#places, places);
    this.#revision += 1;
    this.#saving ??= setTimeout(() => this.#saveNow(), SAVE_AFTER);
    this.#announce();
  }

  #saveNow(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#saved.write(this.#history.saved(this.#places));
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }

  #enqueue<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.#queue.then(work);
    // The queue continues after a failure, which the caller receives.
    this.#queue = next.catch(() => undefined);
    return next;
  }
}

/** Refuses values that the file format does not allow, with which the file could not be read again. */
function requireValid(plan: Plan): void {
  const { error } = planSchema.safeParse(plan);
  if (!error) return;
  const { message } = firstIssue(error);
  throw editFailure({ code: 'plan.wouldBreak', rule: 'plan/value', message });
}

function renameOf(changes: readonly PlanChange[]): Rename | undefined {
  const [change] = changes;
  if (change?.kind !== 'renameAgent' && change?.kind !== 'renameSync') return undefined;
  const side = change.kind === 'renameAgent' ? 'agents' : 'syncs';
  return { path: [side, change.key], to: change.to };
}

function labelOf(plan: Plan, gesture: PlanGesture): string {
  return stepWords(plan, {
    changes: gesture.changes,
    placed: gesture.arranged ? [] : Object.keys(gesture.places ?? {}),
  });
}

function cannotTravel(way: 'undo' | 'redo', step: Step, why: CannotTravel): CoreFailure {
  return new CoreFailure({
    code: way === 'undo' ? 'plan.cannotUndo' : 'plan.cannotRedo',
    message: `The ${step.label} cannot be ${way === 'undo' ? 'undone' : 'redone'}: ${why.message}`,
    data: { label: step.label },
  });
}
