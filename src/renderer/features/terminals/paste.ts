import type { Terminal } from '@xterm/xterm';
import { toast } from 'sonner';
import { desktopShell } from '../../link/index.ts';
import { quotedPath } from './quoted-path.ts';

/** Sequence that ends a bracketed paste; inside pasted text, it would make the rest count as typed input. */
const END = '\u001b[201~';

/** Text that is safe to paste: removes the end sequence until none is left, because a removal can form a new one. */
export function pasteable(text: string): string {
  let clean = text;
  while (clean.includes(END)) clean = clean.replaceAll(END, '');
  return clean;
}

/** Handles pasting and dropping, by keyboard and mouse, so that text or file paths are inserted exactly once. */
export function takePastes(terminal: Terminal, element: HTMLElement): void {
  const take = (event: Event, data: DataTransfer | null) => {
    const text = droppedPaths(data) ?? data?.getData('text/plain');
    event.preventDefault();
    event.stopPropagation();
    if (text) terminal.paste(pasteable(text));
  };
  const options = { capture: true };
  element.addEventListener('paste', (event) => take(event, event.clipboardData), options);
  element.addEventListener('drop', (event) => take(event, event.dataTransfer), options);
  element.addEventListener('dragover', (event) => event.preventDefault(), options);
}

/** The quoted paths of the files in a paste or drop, each followed by a space; null when there are no files. */
function droppedPaths(data: DataTransfer | null): string | null {
  const files = [...(data?.files ?? [])];
  if (files.length === 0) return null;
  const shell = desktopShell();
  const paths = files.map((file) => shell?.pathOf(file) ?? '').filter((path) => path !== '');
  if (paths.length > 0) return paths.map((path) => `${quotedPath(path)} `).join('');
  toast('Browsers do not reveal the path of a file.', {
    description: 'The desktop app inserts the path into the terminal.',
  });
  return null;
}
