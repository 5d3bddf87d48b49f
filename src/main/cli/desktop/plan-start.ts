import { ROOT } from './explain-exit.ts';

/** What a start of the desktop app depends on. */
export interface StartFacts {
  /** The user keeps to the browser. */
  readonly skip: boolean;
  readonly display: boolean;
  readonly root: boolean;
  /** The folder of the user's own build of Electron. */
  readonly override: string | null;
  /** The binary that is there. */
  readonly binary: string | null;
}

export type StartPlan =
  | { readonly kind: 'start'; readonly binary: string }
  | { readonly kind: 'fetch' }
  | { readonly kind: 'browser'; readonly reason: string; readonly remedy?: string };

/** Decides whether to start Electron, to fetch it first, or to open the browser. Nothing is fetched in vain. */
export function planStart({ skip, display, root, override, binary }: StartFacts): StartPlan {
  if (skip) return { kind: 'browser', reason: 'TRIBUTARY_SKIP_ELECTRON is set.' };
  if (!display) {
    const remedy = 'Open the address below in a browser of your own, or start from a desktop.';
    return { kind: 'browser', reason: 'There is no display.', remedy };
  }
  // As root, too: whether it starts there is for Electron to say.
  if (binary !== null) return { kind: 'start', binary };
  if (override !== null) {
    const reason = `ELECTRON_OVERRIDE_DIST_PATH names ${override}, where no Electron is.`;
    return { kind: 'browser', reason };
  }
  return root ? { kind: 'browser', ...ROOT } : { kind: 'fetch' };
}
