import { resolve } from 'node:path';
import type { App } from '../api/app.ts';
import { CoreFailure, expectedFailure } from '../core/failure.ts';
import { log } from '../core/log.ts';
import { applyLoginEnvironment } from '../core/session/process-environment.ts';
import { startServer } from '../server/server.ts';
import { openBrowser } from './browser.ts';
import type { CommonOptions } from './output.ts';
import type { StopSignal } from './stop-signal.ts';

/** Options of every command that may open the browser. */
export type WebOptions = CommonOptions & {
  readonly port?: string;
  readonly open?: boolean;
  readonly web?: boolean;
};

/** Whether the browser was requested with `--web` or an option that only applies to it. */
export function wantsBrowser({ web, port, open }: WebOptions): boolean {
  return web === true || port !== undefined || open === false;
}

/** Serves a project in the browser until stopped. Throws `cli.words` for an invalid port. */
export async function serveApp(
  app: App,
  options: WebOptions & { readonly initial: string },
  stop: StopSignal,
): Promise<void> {
  const { initial } = options;
  const port = portOf(options.port);
  // When started by a desktop entry or a service, the login environment is missing; the log exists only after the core.
  await applyLoginEnvironment();
  const renderer = resolve(import.meta.dirname, '../renderer');
  const server = await startServer(app, { renderer, port, initial });
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ url: server.url, pid: process.pid })}\n`
      : `Tributary: ${server.url}\n`,
  );
  if (options.open !== false) openBrowser(server.url);
  keepUp(app, initial);
  await stop.stopped;
  await server.close();
}

/** Queued agents start without a page too. Problems with the folder are reported by the page that opens it. */
function keepUp(app: App, path: string): void {
  app.projects
    .open(path)
    .then((project) => project.keepUp())
    .catch((thrown) => {
      if (!expectedFailure(thrown)) log.error(`${path} could not be opened`, thrown);
    });
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new CoreFailure({
    code: 'cli.words',
    message: `"${text}" is not a port.`,
    remedy: 'Give a number from 1 to 65535, or leave it out.',
  });
}
