import {
  ClipboardPaste,
  Copy,
  Eraser,
  ExternalLink,
  Link2,
  Search,
  TextSelect,
} from 'lucide-react';
import { toast } from 'sonner';
import { desktopShell } from '../../link/index.ts';
import { copyText } from '../../page/copy.ts';
import { onMac } from '../../page/platform.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { askToOpen } from './links.ts';
import type { TerminalScreen } from './terminal-screen.ts';
import { webAddress } from './untrusted-output.ts';

/** Entries of a terminal's context menu. `worktree` is the agent's worktree, or null if unknown. */
export function terminalMenu(
  screen: TerminalScreen,
  place: { readonly worktree: string | null; search(): void },
): MenuEntry[] {
  const marked = screen.selection();
  const pointed = screen.pointedLink();
  const link = pointed === null ? null : webAddress(pointed);
  const { worktree } = place;
  return [
    ...(link
      ? [
          { label: 'Open link…', icon: ExternalLink, run: () => askToOpen(link) },
          { label: 'Copy link address', icon: Link2, run: () => void copyText(link, 'Copied.') },
        ]
      : []),
    {
      label: 'Copy',
      icon: Copy,
      ...(onMac ? {} : { keys: 'Ctrl+Shift+C' }),
      disabled: marked === '',
      run: () => void copyText(marked, 'Copied.'),
    },
    { label: 'Paste', icon: ClipboardPaste, run: () => paste(screen) },
    { label: 'Select all', icon: TextSelect, run: () => screen.selectAll() },
    { label: 'Search', icon: Search, run: place.search },
    { label: 'Clear', icon: Eraser, run: () => screen.clear() },
    ...(worktree
      ? [
          {
            label: 'Copy worktree path',
            icon: Copy,
            run: () => void copyText(worktree, 'Copied.'),
          },
        ]
      : []),
  ];
}

function paste(screen: TerminalScreen): void {
  // The menu has the focus until the next frame, when it returns it.
  requestAnimationFrame(() => {
    screen.focus();
    const shell = desktopShell();
    if (shell) {
      shell.tell({ kind: 'do', what: 'paste' });
      return;
    }
    navigator.clipboard
      .readText()
      .then((text) => screen.paste(text))
      .catch(() => {
        const keys = onMac ? '⌘V' : 'Ctrl+Shift+V';
        toast('The browser does not allow pages to read the clipboard.', {
          description: `Press ${keys} in the terminal.`,
        });
      });
  });
}
