import { join } from 'node:path';
import { Menu, shell } from 'electron';
import type { ShellMessage } from '../../shared/shell/messages.ts';
import type { AppWindow, AppWindows } from './app-windows.ts';
import type { Notices } from './notices.ts';
import type { Opening } from './opening.ts';
import type { ShellService } from './shell-channel.ts';

type Wish = Extract<ShellMessage, { kind: 'do' }>['what'];

/** Handles the requests of the app's pages to the shell. */
export function pageService(parts: {
  readonly home: string;
  readonly windows: AppWindows;
  readonly opening: Opening;
  readonly notices: Notices;
  /** For background work; logs what it throws. */
  report(work: Promise<unknown>): void;
  refreshRecent(): void;
}): ShellService {
  const { home, windows, opening, notices, report } = parts;
  const wishes: Record<Wish, (from: AppWindow) => void> = {
    'new-window': () => void windows.open(null),
    'open-folder': (from) => report(opening.pickAndOpen(from)),
    'show-logs': () => report(shell.openPath(join(home, 'logs'))),
    'close-window': ({ window }) => window.close(),
    paste: ({ window }) => window.webContents.paste(),
  };
  return {
    told(from, message) {
      switch (message.kind) {
        case 'showing':
          from.project = message.project;
          parts.refreshRecent();
          return windows.changed();
        case 'waiting':
          from.waiting = message.count;
          return windows.changed();
        case 'commands':
          from.commands = message.commands;
          return windows.changed();
        case 'notice':
          return notices.show(from, message);
        case 'open':
          return report(opening.open(message.path));
        case 'menu': {
          const at = { x: Math.round(message.x), y: Math.round(message.y) };
          return Menu.getApplicationMenu()?.popup({ window: from.window, ...at });
        }
        case 'do':
          return wishes[message.what](from);
      }
    },
    async asked(from, question) {
      return question.kind === 'pick-folder'
        ? opening.pick(from)
        : opening.claim(from, question.project);
    },
  };
}
