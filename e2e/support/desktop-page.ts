import type { Page } from '@playwright/test';
import { Desktop } from './desktop.ts';
import { repositoryOf } from './shell.ts';
import type { Workspace } from './workspace.ts';

type InitScript = Parameters<Page['addInitScript']>[0];

/** Asks such a page for the window behind it. */
const WINDOW = Symbol('window');

/** The page itself, which is what Playwright's own functions want. */
export function windowOf(page: Page): Page {
  return Reflect.get(page, WINDOW) ?? page;
}

/**
 * A page that becomes the desktop app's window on the first `goto`, so that specs need not know where they run.
 * What is registered before is registered on the window then.
 */
export function desktopPage(workspace: Workspace): Page {
  let window: Page | null = null;
  const early: [string, (...given: unknown[]) => void][] = [];
  const scripts: InitScript[] = [];
  const launch = async (url: string) => {
    const project = repositoryOf(url);
    const desktop = await Desktop.launch(workspace, { project, early: scripts });
    workspace.desktop = desktop;
    window = desktop.window;
    const on = window.on.bind(window) as (event: string, listener: unknown) => void;
    for (const [event, listener] of early) on(event, listener);
    return null;
  };
  const before: Readonly<Record<string, unknown>> = {
    goto: launch,
    on: (event: string, listener: () => void) => early.push([event, listener]),
    addInitScript: async (script: InitScript) => void scripts.push(script),
  };
  return new Proxy({} as Page, {
    get(_target, name) {
      if (window) {
        const shown = window;
        if (name === WINDOW) return shown;
        if (name === 'goto') return () => shown.reload();
        const value: unknown = Reflect.get(shown, name);
        return typeof value === 'function' ? value.bind(shown) : value;
      }
      // `then` and the like are asked for by `await`.
      return before[String(name)];
    },
  });
}
