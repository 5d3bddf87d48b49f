import type { ITheme } from '@xterm/xterm';

const ANSI = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
] as const;

/** The colours of the page's current theme in the form that xterm.js takes. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const background = colour('--terminal-background');
  const accent = colour('--accent');
  const slider = colour('--border-strong');
  return {
    background,
    foreground: colour('--terminal-foreground'),
    cursor: accent,
    cursorAccent: background,
    selectionBackground: `${accent}55`,
    scrollbarSliderBackground: `${slider}44`,
    scrollbarSliderHoverBackground: `${slider}77`,
    scrollbarSliderActiveBackground: `${slider}aa`,
    ...Object.fromEntries(ANSI.map((name, index) => [name, colour(`--ansi-${index}`)])),
  };
}
