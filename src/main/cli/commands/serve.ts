import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type App, createApp } from '../../core/app.ts';
import { createDemo } from '../../core/demo/demo.ts';
import { CoreFailure } from '../../core/failure.ts';
import { tributaryHome } from '../../core/session/home.ts';
import { startServer } from '../../server/server.ts';
import { cliApp } from '../context.ts';
import { electronBinary, openBrowser, startDesktop, whyNoDesktop } from '../desktop.ts';
import { type Answer, type CommonOptions, note } from '../output.ts';
import { type Run, sub } from '../program.ts';
import { VERSION } from '../version.ts';

type ServeOptions = CommonOptions & {
  readonly port?: string;
  readonly open?: boolean;
  readonly agents?: string;
};

export function serveCommands(program: Command, run: Run): void {
  sub(program, 'open [path]', 'open a repository: desktop, else in the browser').action(run(open));
  sub(program, 'serve [path]', 'open a repository in the browser')
    .option('--port <n>', 'the port on 127.0.0.1 (default: a free one)')
    .option('--no-open', 'print the address, open no browser')
    .action(run(serveProject));
  sub(program, 'demo', 'a throw-away project to try everything on')
    .option('--agents <kind>', 'sim or claude', 'sim')
    .option('--port <n>', 'the port on 127.0.0.1 (default: a free one)')
    .option('--no-open', 'print the address, open no browser')
    .action(run(demo));
}

async function open(options: ServeOptions): Promise<Answer> {
  const path = resolve(options.project ?? '.');
  const reason = whyNoDesktop();
  const binary = electronBinary();
  if (reason !== null || binary === null) {
    note(reason ?? '');
    return serveProject(options);
  }
  const child = startDesktop(binary, path);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ url: null, pid: child.pid ?? null })}\n`);
  }
  const code = await new Promise<number | null>((done) => child.on('exit', done));
  return code === 0 ? 0 : 1;
}

async function serveProject(options: ServeOptions): Promise<Answer> {
  const path = resolve(options.project ?? '.');
  const app = cliApp();
  try {
    await untilStopped(app, path, options);
  } finally {
    // Sessions go on: that is what stopping a server means.
    await app.close();
  }
  return 0;
}

async function demo(options: ServeOptions): Promise<Answer> {
  const agents = options.agents ?? 'sim';
  if (agents !== 'sim' && agents !== 'claude') {
    throw new CoreFailure({
      code: 'cli.words',
      message: `--agents ${agents} is unknown.`,
      remedy: 'Say sim or claude.',
      exit: 2,
    });
  }
  const home = tributaryHome();
  const scripts = import.meta.dirname;
  const made = await createDemo({ resources: resolve(scripts, '../../resources/demo'), agents });
  const app = createApp({ home, scripts, version: VERSION });
  try {
    const project = await app.projects.open(made.path);
    const view = await app.trust.show(project.repo);
    await app.trust.accept(project.repo, view.hash);
    await untilStopped(app, made.path, options);
    await made.remove(project);
  } finally {
    await app.close();
  }
  return 0;
}

/** Serves until INT or TERM. */
async function untilStopped(app: App, initial: string, options: ServeOptions): Promise<void> {
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => done());
  });
  const server = await startServer(app, {
    renderer: resolve(import.meta.dirname, '../renderer'),
    port: portOf(options.port),
    initial,
  });
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ url: server.url, pid: process.pid })}\n`
      : `Tributary: ${server.url}\n`,
  );
  if (options.open !== false) openBrowser(server.url);
  await stopped;
  await server.close();
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new CoreFailure({
    code: 'cli.words',
    message: `"${text}" is not a port.`,
    remedy: 'Give a number from 1 to 65535, or leave it out.',
    exit: 2,
  });
}
