import type {
  ShellAnswers,
  ShellEvent,
  ShellMessage,
  ShellQuestion,
} from '../../shared/shell/messages.ts';

/** API that the preload script exposes in the desktop shell; absent in a browser. */
export interface DesktopShell {
  /** Asks the main process for a port of a plane; the port arrives as a window message. */
  requestPort(plane: string): void;
  tell(message: ShellMessage): void;
  ask<Question extends ShellQuestion>(question: Question): Promise<ShellAnswers[Question['kind']]>;
  /** The absolute path of a dropped file; empty for a file that is not on disk. */
  pathOf(file: File): string;
}

declare global {
  interface Window {
    readonly tributaryShell?: DesktopShell;
  }
}

/** The desktop shell around this page; null in a browser. */
export function desktopShell(): DesktopShell | null {
  return window.tributaryShell ?? null;
}

/** Calls back for every event of the shell; never in a browser. Returns a function that removes the listener. */
export function onShellEvent(listener: (event: ShellEvent) => void): () => void {
  const arrived = (event: MessageEvent) => {
    const told: ShellEvent | undefined = event.data?.tributaryShell;
    if (event.source === window && told) listener(told);
  };
  window.addEventListener('message', arrived);
  return () => window.removeEventListener('message', arrived);
}
