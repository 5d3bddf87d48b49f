import type { IBuffer } from '@xterm/xterm';

/** The text of screen and scrollback. Joins wrapped lines and drops empty lines at the end. */
export function textOf(buffer: Pick<IBuffer, 'length' | 'getLine'>): string {
  const lines: string[] = [];
  for (let at = 0; at < buffer.length; at += 1) {
    const line = buffer.getLine(at);
    if (!line) continue;
    const goesOn = buffer.getLine(at + 1)?.isWrapped ?? false;
    const text = line.translateToString(!goesOn);
    if (line.isWrapped && lines.length > 0) lines.push(`${lines.pop()}${text}`);
    else lines.push(text);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Downloads text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
