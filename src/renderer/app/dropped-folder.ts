import { useEffect } from 'react';
import { toast } from 'sonner';
import { desktopShell } from '../link/index.ts';

/** A folder that is dropped anywhere on the window, but on a terminal, is opened; the page itself never leaves for a file. */
export function useDroppedFolder(): void {
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (hasFiles(event) && !event.defaultPrevented) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      const shell = desktopShell();
      const file = event.dataTransfer?.files[0];
      const path = file && shell?.pathOf(file);
      if (shell && path) shell.tell({ kind: 'open', path });
      else toast('A browser does not say where a folder lies: type its path on the first screen.');
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, []);
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}
