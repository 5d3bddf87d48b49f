import { ROOT } from './explain-exit.ts';

/** The facts that decide how to start. */
export interface StartFacts {
  /** The user chose the browser. */
  readonly skip: boolean;
  readonly display: boolean;
  readonly root: boolean;
  /** Folder of the user's own build of Electron. */
  readonly override: string | null;
  /** The existing binary. */
  readonly binary: string | null;
}

export type StartPlan =
  | { readonly kind: 'start'; readonly binary: string }
  | { readonly kind: 'fetch' }
  | { readonly kind: 'browser'; readonly reason: string; readonly remedy?: string };

/** Decides whether to start Electron, download it first, or open the browser. Never downloads in vain. */
export function planStart({ skip, display, root, override, binary }: StartFacts): StartPlan {
  if (skip) return { kind: 'browser', reason: 'TRIBUTARY_SKIP_ELECTRON is set.' };
  if (!display) {
    const remedy = 'Open the URL below in your own browser, or start from a desktop.';
    return { kind: 'browser', reason: 'There is no display.', remedy };
  }
  // Also as root: Electron itself decides whether it runs.
  if (binary !== null) return { kind: 'start', binary };
  if (override !== null) {
    const reason = `ELECTRON_OVERRIDE_DIST_PATH names ${override}, where no Electron is.`;
    return { kind: 'browser', reason };
  }
  return root ? { kind: 'browser', ...ROOT } : { kind: 'fetch' };
}
