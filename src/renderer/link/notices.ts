import { type DesktopShell, desktopShell, onShellEvent } from './desktop.ts';

/** A notice of the system: what waits, in two lines. */
export interface Notice {
  /** The same thing has the same id; a second notice of it takes the place of the first. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** Where notices of the system can be shown. */
export interface NoticePort {
  /** `unasked` until the person was asked; `refused` by them, or not to be had here. */
  permission(): 'granted' | 'refused' | 'unasked';
  /** Why the system does not show them, in its words; null while nothing is known against it. */
  refusal(): string | null;
  /** Asks the person; only right after they pressed something. */
  ask(): Promise<void>;
  show(notice: Notice): void;
  /** Called with the id of a notice that was clicked. Returns the way to stop listening. */
  onChosen(listener: (id: string) => void): () => void;
}

/** Of the desktop shell where there is one, else of the browser. */
export function noticePort(): NoticePort {
  port ??= choosePort();
  return port;
}

/** One for the page: that the system refuses is known to all who ask. */
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
      // Tried again each time: the person may have allowed it in the settings of the system.
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
