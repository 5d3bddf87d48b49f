import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { PlanView } from '../../../shared/contract/plan.ts';
import { applyChange } from '../../../shared/plan/edit.ts';
import type { Plan, PlanChange } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { CoreFailure } from '../failure.ts';
import { editFailure } from './edit-failure.ts';
import { planFailure } from './files.ts';
import { type ParsedPlan, parsePlan } from './parse.ts';
import { watchFile } from './watch-file.ts';
import { rewritePlan } from './write.ts';

/** One edit that can be undone: the text and the plan on both sides of it. */
interface Step {
  readonly before: { readonly text: string; readonly plan: Plan };
  readonly after: { readonly text: string; readonly plan: Plan };
}

/** Undo goes back this far. */
const HISTORY = 200;

/**
 * One open plan file. The file is the truth: every edit reads it first, so edits made by others at the same time are
 * kept, and every change of it, whoever made it, is announced.
 */
export class PlanEditor {
  readonly file: string;
  readonly #path: string;
  readonly #listeners = new Set<() => void>();
  readonly #undo: Step[] = [];
  readonly #redo: Step[] = [];
  readonly #unwatch: () => void;
  #text = '';
  #revision = 0;
  #parsed: ParsedPlan = parsePlan('');
  #good: Extract<ParsedPlan, { ok: true }> | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(checkout: string, file: string) {
    this.file = file;
    this.#path = join(checkout, file);
    this.#unwatch = watchFile(this.#path, () => {
      this.#enqueue(() => this.#load());
    });
  }

  /** Fails with `plan.notFound` when the file is not there; a broken file opens and shows its error. */
  static async open(checkout: string, file: string): Promise<PlanEditor> {
    const editor = new PlanEditor(checkout, file);
    try {
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
      error: error && { message: error.message, line: error.line, column: error.column },
      canUndo: this.#undo.length > 0 && error === null,
      canRedo: this.#redo.length > 0 && error === null,
    };
  }

  /** Applies a change and writes the file. Fails with the reasons of `applyChange`, or when the file is broken. */
  edit(change: PlanChange): Promise<PlanView> {
    return this.#enqueue(async () => {
      await this.#load();
      const before = this.#readable();
      const edited = applyChange(before, change);
      if (!edited.ok) throw editFailure(edited.failure);
      const text = rewritePlan(this.#text, {
        before,
        after: edited.value,
        ...renameOf(change),
      });
      if (text === this.#text) return this.view();
      const step: Step = {
        before: { text: this.#text, plan: before },
        after: { text, plan: edited.value },
      };
      await this.#write(text);
      this.#undo.push(step);
      if (this.#undo.length > HISTORY) this.#undo.shift();
      this.#redo.length = 0;
      this.#announce();
      return this.view();
    });
  }

  undo(): Promise<PlanView> {
    return this.#travel(this.#undo, this.#redo, (step) => ({ from: step.after, to: step.before }));
  }

  redo(): Promise<PlanView> {
    return this.#travel(this.#redo, this.#undo, (step) => ({ from: step.before, to: step.after }));
  }

  /** Byte-identical when nobody else edited the file since; else only what the step changed is changed back. */
  #travel(
    source: Step[],
    target: Step[],
    ends: (step: Step) => { from: Step['before']; to: Step['before'] },
  ): Promise<PlanView> {
    return this.#enqueue(async () => {
      await this.#load();
      this.#readable();
      const step = source.at(-1);
      if (!step) return this.view();
      const { from, to } = ends(step);
      const text =
        this.#text === from.text
          ? to.text
          : rewritePlan(this.#text, { before: from.plan, after: to.plan });
      await this.#write(text);
      source.pop();
      target.push(step);
      this.#announce();
      return this.view();
    });
  }

  #readable(): Plan {
    if (!this.#parsed.ok) throw planFailure(this.file, this.#parsed);
    return this.#parsed.plan;
  }

  async #load(): Promise<void> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
      throw new CoreFailure({
        code: 'plan.notFound',
        message: `The plan ${this.file} is not there any more.`,
        remedy: 'Restore the file, or open another plan.',
        data: { file: this.file },
        exit: 1,
      });
    }
    if (text === this.#text && this.#revision > 0) return;
    this.#take(text);
    this.#announce();
  }

  #take(text: string): void {
    this.#text = text;
    this.#revision += 1;
    this.#parsed = parsePlan(text);
    if (this.#parsed.ok) this.#good = this.#parsed;
  }

  async #write(text: string): Promise<void> {
    await writePlanText(this.#path, text);
    this.#take(text);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }

  #enqueue<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.#queue.then(work);
    // The queue goes on after a failure; whoever asked for the work sees it.
    this.#queue = next.catch(() => undefined);
    return next;
  }
}

function renameOf(change: PlanChange) {
  if (change.kind !== 'renameAgent' && change.kind !== 'renameSync') return {};
  const side = change.kind === 'renameAgent' ? 'agents' : 'syncs';
  return { rename: { path: [side, change.key], to: change.to } };
}

/** Writes a plan file whole or not at all. Fails with `plan.notWritten`: read-only, disk full. */
export async function writePlanText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, text);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new CoreFailure({
      code: 'plan.notWritten',
      message: `${path} could not be written: ${message}.`,
      remedy:
        code === 'ENOSPC'
          ? 'Free some space on this disk and try again. The file is as it was.'
          : 'Check that the folder can be written. The file is as it was.',
      data: { path, errno: code ?? null },
    });
  }
}
