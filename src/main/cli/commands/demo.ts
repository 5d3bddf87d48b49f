import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../../api/app.ts';
import { createDemo, type Demo } from '../../core/demo/demo.ts';
import { CoreFailure } from '../../core/failure.ts';
import type { Project } from '../../core/project/project.ts';
import { removeOwn } from '../../core/remove-own.ts';
import { tributaryHome } from '../../core/session/tributary-home.ts';
import { cliApp } from '../context.ts';
import { openDesktop } from '../desktop/open-desktop.ts';
import type { Answer } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { serveApp, type WebOptions, wantsBrowser } from '../serve-app.ts';
import { type StopSignal, stopSignal } from '../stop-signal.ts';
import { webOptions } from './serve.ts';

type DemoOptions = WebOptions & { readonly agents?: string };

export function demoCommand(program: Command, run: Run): void {
  webOptions(sub(program, 'demo', 'a temporary project for trying everything out'))
    .option('--agents <kind>', 'sim or claude', 'sim')
    .option('--web', 'in the browser, without looking for the desktop app')
    .action(run(demo));
}

async function demo(options: DemoOptions): Promise<Answer> {
  const agents = agentsOf(options);
  const resources = resolve(import.meta.dirname, '../../resources/demo');
  // However the demo ends, its sessions and its folder are removed first.
  let onDesktopNow = false;
  // The app receives signals itself, and the demo ends when it exits.
  const stop = stopSignal(() => onDesktopNow || process.exit(1));
  const made = await createDemo({ resources, agents });
  try {
    await withDemo(made, async ({ repo }, { trust }) => {
      await trust.accept(repo, (await trust.show(repo)).hash);
    });
    if (stop.asked()) return 1;
    onDesktopNow = !wantsBrowser(options);
    const code = onDesktopNow ? await onDesktop(made, options) : null;
    onDesktopNow = false;
    if (code !== null) return code;
    return stop.asked() ? 1 : await inBrowser(made, options, stop);
  } finally {
    await withDemo(made, async (project, { trust }) => {
      await trust.revoke(project.repo);
      await made.remove(project);
    });
  }
}

/** The exit code of the app; null when it could not be started. */
async function onDesktop(made: Demo, options: DemoOptions): Promise<number | null> {
  const home = tributaryHome();
  // A separate instance, so that the demo ends when it exits.
  const instance = `demo-${process.pid}`;
  const json = options.json === true;
  try {
    return await openDesktop({ home, project: made.path, instance, json });
  } finally {
    await removeOwn(join(home, 'electron'), join(home, 'electron', instance));
  }
}

async function inBrowser(made: Demo, options: DemoOptions, stop: StopSignal): Promise<Answer> {
  const app = cliApp();
  try {
    await serveApp(app, { ...options, initial: made.path }, stop);
  } finally {
    await app.close();
  }
  return 0;
}

/** Runs a task with a temporary core: two cores at a time would both start queued agents. */
async function withDemo(
  made: Demo,
  task: (project: Project, app: App) => Promise<void>,
): Promise<void> {
  const app = cliApp();
  try {
    await task(await app.projects.open(made.path), app);
  } finally {
    await app.close();
  }
}

function agentsOf({ agents = 'sim' }: DemoOptions): 'sim' | 'claude' {
  if (agents === 'sim' || agents === 'claude') return agents;
  throw new CoreFailure({
    code: 'cli.words',
    message: `--agents ${agents} is unknown.`,
    remedy: 'Use sim or claude.',
  });
}
