import { useEffect } from 'react';
import { toast } from 'sonner';
import { desktopShell } from '../link/index.ts';

/** Folders of one drop that are opened: each is a window. */
const MOST = 5;

/**
 * Folders that are dropped anywhere on the window, but on a terminal, are opened; the page itself never leaves for a file.
 * Heard before panes and graph, which have drags of their own.
 */
export function useDroppedFolder(): void {
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (isForWindow(event)) take(event);
    };
    const drop = (event: DragEvent) => {
      if (!isForWindow(event)) return;
      take(event);
      const shell = desktopShell();
      const files = [...(event.dataTransfer?.files ?? [])].slice(0, MOST);
      const paths = files.map((file) => shell?.pathOf(file) ?? '').filter((path) => path !== '');
      for (const path of paths) shell?.tell({ kind: 'open', path });
      if (paths.length === 0)
        toast('A browser does not say where a folder lies: type its path on the first screen.');
    };
    const options = { capture: true };
    window.addEventListener('dragover', over, options);
    window.addEventListener('drop', drop, options);
    return () => {
      window.removeEventListener('dragover', over, options);
      window.removeEventListener('drop', drop, options);
    };
  }, []);
}

function take(event: DragEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

function isForWindow({ dataTransfer, target }: DragEvent): boolean {
  const files = dataTransfer?.types.includes('Files') ?? false;
  return files && !(target instanceof Element && target.closest('.terminal-screen'));
}
