import { Menu } from 'lucide-react';
import { desktopShell } from '../link/index.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { onMac } from './platform.ts';

/** Button that opens the app menu where no menu bar is visible: Windows and Linux windows hide theirs. */
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
