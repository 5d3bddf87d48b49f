import type { Terminal } from '@xterm/xterm';

/** Ends a bracketed paste: inside of one it would let the rest be read as typed. */
const END = '\u001b[201~';

/** Text as it may be pasted: once around, nothing in it can end the paste early, also not what is left without it. */
export function pasteable(text: string): string {
  let clean = text;
  while (clean.includes(END)) clean = clean.replaceAll(END, '');
  return clean;
}

/** Takes over pasting and dropping of text, from keyboard and menu alike, so that each goes in once. */
export function takePastes(terminal: Terminal, element: HTMLElement): void {
  const take = (event: Event, data: DataTransfer | null) => {
    const text = data?.getData('text/plain');
    event.preventDefault();
    event.stopPropagation();
    if (text) terminal.paste(pasteable(text));
  };
  const options = { capture: true };
  element.addEventListener('paste', (event) => take(event, event.clipboardData), options);
  element.addEventListener('drop', (event) => take(event, event.dataTransfer), options);
  element.addEventListener('dragover', (event) => event.preventDefault(), options);
}
