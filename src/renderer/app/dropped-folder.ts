import { useEffect } from 'react';
import { toast } from 'sonner';
import { desktopShell } from '../link/index.ts';

/** Maximum number of folders opened in one drop; each opens a window. */
const MOST = 5;

/**
 * Opens folders dropped anywhere on the window except on a terminal; the page never navigates to a dropped file.
 * Listens in the capture phase, before panes and graph, which handle their own drags.
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
        toast('Browsers do not reveal the path of a folder: type it on the start screen.');
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
