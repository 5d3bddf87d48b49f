import type { Terminal } from '@xterm/xterm';
import { toast } from 'sonner';
import { desktopShell } from '../../link/index.ts';
import { quotedPath } from './quoted-path.ts';

/** Ends a bracketed paste: inside of one it would let the rest be read as typed. */
const END = '\u001b[201~';

/** Text as it may be pasted: once around, nothing in it can end the paste early, also not what is left without it. */
export function pasteable(text: string): string {
  let clean = text;
  while (clean.includes(END)) clean = clean.replaceAll(END, '');
  return clean;
}

/** Takes over pasting and dropping, from keyboard and menu alike, so that each goes in once: text, or paths of files. */
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

/** The quoted paths of files in a paste or drop, with a blank behind each; null where there is no file. */
function droppedPaths(data: DataTransfer | null): string | null {
  const files = [...(data?.files ?? [])];
  if (files.length === 0) return null;
  const shell = desktopShell();
  const paths = files.map((file) => shell?.pathOf(file) ?? '').filter((path) => path !== '');
  if (paths.length > 0) return paths.map((path) => `${quotedPath(path)} `).join('');
  toast('A browser does not say where a file lies.', {
    description: 'The desktop app puts its path into the terminal.',
  });
  return null;
}
