import type { PlaywrightTestConfig } from '@playwright/test';
import type { Shell } from './support/shell.ts';

/** Specs of the desktop app itself. */
const DESKTOP_ONLY = 'desktop-*.spec.ts';

/** Specs that need the web shell: they name it, kill its server, or open a second browser window on it. */
const WEB_ONLY = ['web-*.spec.ts', 'restart.spec.ts'];

/** What runs in the desktop app instead of in the browser by default: terminals, the demo, the inbox, the keyboard. */
const BY_DEFAULT = ['demo.spec.ts', 'terminals.spec.ts', 'inbox.spec.ts', 'keyboard.spec.ts'];

type Projects = NonNullable<PlaywrightTestConfig<{ shell: Shell }>['projects']>;

/** Each spec in one shell; or all of them, as far as they can, in the shell that is asked for. */
export function projects(asked: string | undefined): Projects {
  if (asked === 'desktop') {
    return [{ name: 'desktop', use: { shell: 'desktop' }, testIgnore: WEB_ONLY }];
  }
  const elsewhere = asked === 'web' ? [] : BY_DEFAULT;
  return [
    { name: 'web', use: { shell: 'web' }, testIgnore: [DESKTOP_ONLY, ...elsewhere] },
    ...(asked === 'web'
      ? []
      : [
          {
            name: 'desktop',
            use: { shell: 'desktop' as const },
            testMatch: [DESKTOP_ONLY, ...BY_DEFAULT],
          },
        ]),
  ];
}
