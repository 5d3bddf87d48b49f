import { existsSync, readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, exitNow } from './app.ts';
import { Chromium } from './chromium.ts';
import { watchDownloads } from './downloads.ts';
import { record } from './records.ts';
import { isReady, provide } from './runtime.ts';
import { schemesAreFixed } from './schemes.ts';
import { sessionEvents } from './session.ts';

export interface Browser {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Does what Electron's binary does from its first line on: switches, default app, main script, browser, `ready`. */
export async function boot(browser: Browser): Promise<void> {
  const words = process.argv.slice(1);
  const inspect = words.find((word) => /^--inspect(?:=|$)/.test(word));
  if (inspect) inspector.open(Number(inspect.split('=')[1] ?? 9229));
  whatEndsIt();
  const given = await runDefaultApp(words);
  if (!given) return;
  await startBrowser(browser, words);
}

/** Source: default_app/main.ts: the first word without a dash is the app; `-r` names a module to load before. */
async function runDefaultApp(words: readonly string[]): Promise<boolean> {
  const require = createRequire(join(process.cwd(), 'x.js'));
  let file: string | null = null;
  for (let index = 0; index < words.length && file === null; index++) {
    const word = words[index] ?? '';
    if (word === '--version' || word === '-v') {
      process.stdout.write(`v${process.versions['electron']}\n`);
      exitNow(0);
    }
    if (word === '-r' || word === '--require') require(resolve(words[++index] ?? ''));
    else if (!word.startsWith('-')) file = word;
  }
  if (file === null) throw new Error('Electron would show its own welcome page: no app was named');
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  const path = resolve(file);
  const packageJson = join(path, 'package.json');
  // Only a folder with a package.json gives a name and a version; a file runs as "Electron".
  if (existsSync(packageJson)) {
    const { version, productName, name } = JSON.parse(readFileSync(packageJson, 'utf8'));
    if (version) app.setVersion(version);
    app.name = productName ?? name ?? app.name;
    app.setAppPath(path);
  }
  try {
    const main = require.resolve(path);
    if (!existsSync(packageJson)) app.setAppPath(extname(path) ? dirname(main) : path);
    await import(pathToFileURL(main).href);
    return true;
  } catch (error) {
    console.error('App threw an error during load');
    console.error(error);
    throw error;
  }
}

async function startBrowser(browser: Browser, words: readonly string[]): Promise<void> {
  const first = words.findIndex((word) => !word.startsWith('-'));
  const forChromium = words
    .slice(0, first)
    .filter(
      (word) => word.startsWith('--') && !/^--(?:inspect|remote-debugging|no-sandbox)/.test(word),
    );
  const chromium = new Chromium({
    ...browser,
    profile: app.getPath('sessionData'),
    switches: [
      ...forChromium,
      ...app.commandLine._all().filter((word) => !word.startsWith('--disable-features')),
    ],
    announce: words.some((word) => word.startsWith('--remote-debugging-port')),
  });
  await chromium.refuseStrangers();
  provide({ chromium });
  await watchDownloads(sessionEvents);
  schemesAreFixed();
  app._becomeReady();
}

/** Source: lib/browser/init.ts and electron_browser_main_parts_posix.cc. */
function whatEndsIt(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => app.quit());
  process.exit = ((code?: number) => app.exit(code ?? 0)) as typeof process.exit;
  // A dialog with the stack, unless the app listens itself; the app goes on.
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return;
    const { stack, name, message } = error;
    const content = `Uncaught Exception:\n${stack ?? `${name}: ${message}`}`;
    record('error box', { title: 'A JavaScript error occurred in the main process', content });
    process.stderr.write(`${content}\n`);
    // Before there are windows nothing else would be seen of it.
    if (!isReady()) process.stderr.write('The app failed before it was ready\n');
  });
  // Source: docs/api/process.md and node.gn: Electron warns of rejections that nobody handles, and goes on.
  process.on('unhandledRejection', (reason) => {
    record('unhandled rejection', String(reason));
    process.stderr.write(`(electron) UnhandledPromiseRejectionWarning: ${String(reason)}\n`);
  });
}
