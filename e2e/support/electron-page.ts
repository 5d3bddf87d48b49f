import { resolve } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { DESKTOP_SCHEME } from './desktop-mode.ts';

const MAIN = resolve(import.meta.dirname, '../../out/main/index.js');
/**
 * A page that becomes the desktop shell's window on the first `goto`, so that specs need not know where they run.
 * Listeners registered before are registered on the window then.
 */
export function electronPage(binary: string, env: NodeJS.ProcessEnv): Page {
  let window: Page | null = null;
  const early: [string, (...given: unknown[]) => void][] = [];
  const launch = async (url: string) => {
    const clean = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]);
    const app = await _electron.launch({
      executablePath: binary,
      args: [MAIN, url.slice(DESKTOP_SCHEME.length)],
      env: Object.fromEntries(clean),
    });
    window = await app.firstWindow();
    const on = window.on.bind(window) as (event: string, listener: unknown) => void;
    for (const [event, listener] of early) on(event, listener);
    return null;
  };
  return new Proxy({} as Page, {
    get(_target, name) {
      if (name === 'goto') return (url: string) => (window ? window.reload() : launch(url));
      if (window) {
        const value: unknown = Reflect.get(window, name);
        return typeof value === 'function' ? value.bind(window) : value;
      }
      if (name === 'on') {
        return (event: string, listener: () => void) => early.push([event, listener]);
      }
      // The browser that Playwright would have used is not there: `then` and the like are asked for by `await`.
      return undefined;
    },
  });
}
