import { Menu } from 'lucide-react';
import { desktopShell } from '../link/index.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { onMac } from './platform.ts';

/** The menu of the app, where the system shows none by itself: windows other than a Mac's hide their bar. */
export function AppMenuButton() {
  const shell = desktopShell();
  if (!shell || onMac) return null;
  return (
    <IconButton
      label="Application menu"
      icon={Menu}
      onClick={({ currentTarget }) => {
        const { left, bottom } = currentTarget.getBoundingClientRect();
        shell.tell({ kind: 'menu', x: left, y: bottom });
      }}
    />
  );
}
