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
  /** Asks the person; only right after they pressed something. */
  ask(): Promise<void>;
  show(notice: Notice): void;
  /** Called with the id of a notice that was clicked. Returns the way to stop listening. */
  onChosen(listener: (id: string) => void): () => void;
}

/** Of the desktop shell where there is one, else of the browser. */
export function noticePort(): NoticePort {
  const shell = window.tributaryShell;
  if (shell) return desktopNotices((notice) => shell.showNotice(notice));
  return typeof Notification === 'undefined' ? NONE : webNotices();
}

const NONE: NoticePort = {
  permission: () => 'refused',
  ask: async () => undefined,
  show: () => undefined,
  onChosen: () => () => undefined,
};

function desktopNotices(show: NoticePort['show']): NoticePort {
  return {
    permission: () => 'granted',
    ask: async () => undefined,
    show,
    onChosen(listener) {
      const arrived = (event: MessageEvent) => {
        const id: unknown = event.data?.tributaryNotice;
        if (event.source === window && typeof id === 'string') listener(id);
      };
      window.addEventListener('message', arrived);
      return () => window.removeEventListener('message', arrived);
    },
  };
}

const PERMISSIONS = { granted: 'granted', denied: 'refused', default: 'unasked' } as const;

function webNotices(): NoticePort {
  const listeners = new Set<(id: string) => void>();
  return {
    permission: () => PERMISSIONS[Notification.permission],
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
