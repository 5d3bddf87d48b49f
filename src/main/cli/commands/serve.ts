import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { CoreFailure } from '../../core/failure.ts';
import { expandHome, tributaryHome } from '../../core/session/tributary-home.ts';
import { cliApp } from '../context.ts';
import { openDesktop } from '../desktop/open-desktop.ts';
import type { Answer } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { serveApp, type WebOptions, wantsBrowser } from '../serve-app.ts';
import { stopSignal } from '../stop-signal.ts';

export function serveCommands(program: Command, run: Run): void {
  webOptions(
    sub(program, 'open [path]', 'open a repository in the desktop app, otherwise in the browser'),
  )
    .option('--web', 'in the browser, without looking for the desktop app')
    .action(run(open));
  webOptions(sub(program, 'serve [path]', 'open a repository in the browser')).action(
    run(serveProject),
  );
}

/** Adds the options that only apply to the browser. */
export function webOptions(command: Command): Command {
  return command
    .option('--port <n>', 'the port on 127.0.0.1 (default: a free one)')
    .option('--no-open', 'print the URL without opening a browser');
}

async function open(options: WebOptions): Promise<Answer> {
  if (wantsBrowser(options)) return serveProject(options);
  const answer = await openDesktop({
    home: tributaryHome(),
    project: projectToOpen(options),
    json: options.json === true,
  });
  return answer ?? serveProject(options);
}

async function serveProject(options: WebOptions): Promise<Answer> {
  const initial = pathOf(options);
  const stop = stopSignal();
  const app = cliApp();
  try {
    await serveApp(app, { ...options, initial }, stop);
  } finally {
    // Stopping the server does not end sessions.
    await app.close();
  }
  return 0;
}

/** The folder given directly or by a plan inside it; otherwise the current one. Throws `project.noFolder`. */
function pathOf({ project, plan }: WebOptions): string {
  const ofPlan = project === undefined && plan?.endsWith('.yaml') ? dirname(plan) : null;
  const path = resolve(expandHome(ofPlan ?? project ?? '.'));
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new CoreFailure({
    code: 'project.noFolder',
    message: existsSync(path) ? `${path} is not a folder.` : `${path} does not exist.`,
    data: { path },
  });
}

/** Outside a repository, opens the page of recent projects; inside one, that repository. */
function projectToOpen(options: WebOptions): string | null {
  const path = pathOf(options);
  if (options.project !== undefined || options.plan !== undefined) return path;
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return path;
    if (folder === dirname(folder)) return null;
  }
}
