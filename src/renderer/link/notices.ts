import { type DesktopShell, desktopShell, onShellEvent } from './desktop.ts';

/** A system notice: a title and one line of text. */
export interface Notice {
  /** Identifies the event; a second notice with the same id replaces the first. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** Shows system notices. */
export interface NoticePort {
  /** `unasked` until the person was asked; `refused` if they refused, or if notices are not available. */
  permission(): 'granted' | 'refused' | 'unasked';
  /** Why the system does not show notices, as it reports it; null while no refusal is known. */
  refusal(): string | null;
  /** Asks the person for permission; works only right after a click or key press. */
  ask(): Promise<void>;
  show(notice: Notice): void;
  /** Calls back with the id of a clicked notice. Returns a function that removes the listener. */
  onChosen(listener: (id: string) => void): () => void;
}

/** The port of the desktop shell, else of the browser. */
export function noticePort(): NoticePort {
  port ??= choosePort();
  return port;
}

/** One port per page, so that all its users learn of a refusal by the system. */
let port: NoticePort | null = null;

function choosePort(): NoticePort {
  const shell = desktopShell();
  if (shell) return desktopNotices(shell);
  return typeof Notification === 'undefined' ? NONE : webNotices();
}

const NONE: NoticePort = {
  permission: () => 'refused',
  refusal: () => null,
  ask: async () => undefined,
  show: () => undefined,
  onChosen: () => () => undefined,
};

function desktopNotices(shell: DesktopShell): NoticePort {
  let refusal: string | null = null;
  onShellEvent((event) => {
    if (event.kind === 'notice-failed') refusal = event.reason;
  });
  return {
    permission: () => (refusal === null ? 'granted' : 'refused'),
    refusal: () => refusal,
    ask: async () => undefined,
    show(notice) {
      // Try every time: the person may have allowed notices in the system settings meanwhile.
      refusal = null;
      shell.tell({ kind: 'notice', ...notice });
    },
    onChosen: (listener) =>
      onShellEvent((event) => {
        if (event.kind === 'notice-chosen') listener(event.id);
      }),
  };
}

const PERMISSIONS = { granted: 'granted', denied: 'refused', default: 'unasked' } as const;

function webNotices(): NoticePort {
  const listeners = new Set<(id: string) => void>();
  return {
    permission: () => PERMISSIONS[Notification.permission],
    refusal: () => null,
    ask: async () => void (await Notification.requestPermission()),
    show({ id, title, body }) {
      const shown = new Notification(title, { body, tag: id, silent: true });
      shown.onclick = () => {
        window.focus();
        shown.close();
        for (const listener of listeners) listener(id);
      };
    },
    onChosen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
