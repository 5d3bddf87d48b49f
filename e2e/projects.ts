import type { PlaywrightTestConfig } from '@playwright/test';
import type { Shell } from './support/shell.ts';

/** Specs of the desktop app itself. */
const DESKTOP_ONLY = 'desktop-*.spec.ts';

/** Specs that need the web shell: they name it, kill its server, or open a second browser window on it. */
const WEB_ONLY = ['web-*.spec.ts', 'restart.spec.ts'];
/** Single tests of that kind are marked with this. */
const WEB_TAG = /@web/;

/** What runs in the desktop app instead of in the browser by default: terminals, the demo, the inbox, the keyboard. */
const BY_DEFAULT = ['demo.spec.ts', 'terminals.spec.ts', 'inbox.spec.ts', 'keyboard.spec.ts'];

type Projects = NonNullable<PlaywrightTestConfig<{ shell: Shell }>['projects']>;

const web = { name: 'web', use: { shell: 'web' as const } };
const desktop = { name: 'desktop', use: { shell: 'desktop' as const }, grepInvert: WEB_TAG };

/** Each spec in one shell; or all of them, as far as they can, in the shell that is asked for. */
export function projects(asked: string | undefined): Projects {
  if (asked === 'desktop') return [{ ...desktop, testIgnore: WEB_ONLY }];
  // The stand-in for Electron's binary is a shell script.
  if (asked === 'web' || process.platform === 'win32') {
    return [{ ...web, testIgnore: DESKTOP_ONLY }];
  }
  return [
    { ...web, testIgnore: [DESKTOP_ONLY, ...BY_DEFAULT] },
    { ...desktop, testMatch: [DESKTOP_ONLY, ...BY_DEFAULT] },
  ];
}
