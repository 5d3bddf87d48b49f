import { resolve } from 'node:path';
import { requireHome } from '../../core/session/tributary-home.ts';
import { note } from '../output.ts';
import { START_ENVIRONMENT } from '../start-environment.ts';
import { ELECTRON_VERSION } from '../version.ts';
import { hasDisplay, isRoot } from './display.ts';
import { electronEnvironment } from './electron-environment.ts';
import { electronBinary, electronPlaces } from './electron-package.ts';
import { fetchElectron } from './fetch-electron.ts';
import { planStart } from './plan-start.ts';
import { runDesktop } from './run-desktop.ts';

/** The folder of `package.json`, from which Electron reads the app's name and version. */
const APP_ROOT = resolve(import.meta.dirname, '../..');

export interface DesktopRequest {
  readonly home: string;
  /** Absolute path; null for the page of recent projects. */
  readonly project: string | null;
  /** Separate settings, and therefore a separate process, under this name. */
  readonly instance?: string;
  readonly json: boolean;
}

/** The exit code of the app, or null when the browser must be used, after the reason was printed. */
export type DesktopAnswer = number | null;

/** Opens the desktop app and waits until it exits. Downloads Electron if there is a display. Throws `home.unusable`. */
export async function openDesktop(request: DesktopRequest): Promise<DesktopAnswer> {
  requireHome(request.home);
  const binary = await binaryToStart(request.home);
  if (binary === null) return null;
  const { project, instance } = request;
  // An installed app includes its files; a bare Electron must be told where they are.
  const files = START_ENVIRONMENT['TRIBUTARY_DESKTOP'] ? [] : [APP_ROOT];
  const args = [...files, ...(project === null ? [] : [`--project=${project}`])];
  if (instance !== undefined) args.push(`--instance=${instance}`);
  let printed = false;
  const document = (pid: number | null) => {
    if (request.json && !printed) process.stdout.write(`${JSON.stringify({ url: null, pid })}\n`);
    printed = true;
  };
  const end = await runDesktop({
    binary,
    args,
    env: electronEnvironment(process.env, START_ENVIRONMENT),
    screen: process.stderr,
    onShown: (pid) => document(pid),
  });
  switch (end.kind) {
    case 'ended':
      document(null);
      return end.code;
    case 'handed over':
      note('Tributary is already running and has opened the project.');
      document(null);
      return 0;
    case 'interrupted':
      document(null);
      return 1;
    case 'failed':
      return inBrowser(end.reason, end.remedy);
  }
}

/** The binary, downloaded if necessary; null when none can be started, after the reason was printed. */
async function binaryToStart(home: string): Promise<string | null> {
  const places = electronPlaces({ home, version: ELECTRON_VERSION, env: START_ENVIRONMENT });
  const plan = planStart({
    skip: !/^0?$/.test(START_ENVIRONMENT['TRIBUTARY_SKIP_ELECTRON'] ?? ''),
    display: hasDisplay(),
    root: isRoot(),
    override: places.override,
    binary: electronBinary(places),
  });
  if (plan.kind === 'start') return plan.binary;
  if (plan.kind === 'browser') return inBrowser(plan.reason, plan.remedy);
  const fetched = await fetchElectron({
    places,
    version: ELECTRON_VERSION,
    env: START_ENVIRONMENT,
    screen: process.stderr,
  });
  return 'binary' in fetched ? fetched.binary : inBrowser(fetched.reason, fetched.remedy);
}

function inBrowser(reason: string, remedy = ''): null {
  note([reason, ...(remedy ? [remedy] : []), 'Opening in the browser instead.'].join('\n'));
  return null;
}
