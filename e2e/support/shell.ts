import { prepareStandIn } from '../stand-in/prepare.ts';

/** Where a test runs: the page in a browser, or the window of the desktop app. */
export type Shell = 'web' | 'desktop';

/** Electron's binary when `npm run e2e:electron` names it; otherwise the stand-in is the desktop's binary. */
const REAL = process.env['TRIBUTARY_ELECTRON'] ?? null;

/** True when the real Electron runs, of which some things cannot be asked. */
export const isRealElectron = REAL !== null;

export async function desktopBinary(): Promise<string> {
  return REAL ?? prepareStandIn();
}

const SCHEME = 'desktop:';

/** The address of a repository for `page.goto` when the desktop app shows it. */
export function desktopUrl(repository: string): string {
  return `${SCHEME}${repository}`;
}

/** The repository of such an address. */
export function repositoryOf(url: string): string {
  if (!url.startsWith(SCHEME)) throw new Error(`${url} is no address of the desktop app`);
  return url.slice(SCHEME.length);
}
