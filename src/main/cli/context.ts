import { resolve } from 'node:path';
import type { Progress } from '../../shared/contract/common.ts';
import { stepWords } from '../../shared/progress-words.ts';
import { type App, createApp } from '../api/app.ts';
import { choosePlanFile, readPlan } from '../core/plan/files.ts';
import type { Project } from '../core/project/project.ts';
import { expandHome, tributaryHome } from '../core/session/tributary-home.ts';
import type { CommonOptions } from './output.ts';
import { note } from './output.ts';
import { VERSION } from './version.ts';

/** The core for commands. */
export function cliApp(): App {
  return createApp({
    home: tributaryHome(),
    scripts: import.meta.dirname,
    version: VERSION,
  });
}

/** Runs a task on the project given by the options (default: the current folder), then closes the core. */
export async function withProject<Value>(
  options: CommonOptions,
  task: (project: Project, app: App) => Promise<Value>,
): Promise<Value> {
  const app = cliApp();
  try {
    return await task(await app.projects.open(resolve(expandHome(options.project ?? '.'))), app);
  } finally {
    await app.close();
  }
}

/** Like `withProject`, with the plan given by the options, and its feature. */
export function withPlan<Value>(
  options: CommonOptions,
  task: (found: {
    readonly project: Project;
    readonly app: App;
    readonly file: string;
    readonly feature: string;
  }) => Promise<Value>,
): Promise<Value> {
  return withProject(options, async (project, app) => {
    const file = await choosePlanFile(project.repo.path, options.plan ?? null);
    const { plan } = await readPlan(project.repo.path, file);
    return task({ project, app, file, feature: plan.feature });
  });
}

/** A signal aborted by the first Ctrl-C or TERM; the work then rolls back and ends. */
export function interruptSignal(): AbortSignal {
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  return stop.signal;
}

/** Prints progress to stderr: one line per step, and output as it arrives. */
export function showProgress(progress: Progress): void {
  if (progress.kind === 'log') process.stderr.write(progress.text);
  else {
    const count = progress.total > 0 ? `[${progress.done}/${progress.total}] ` : '';
    note(`${count}${stepWords(progress, String)}`);
  }
}
