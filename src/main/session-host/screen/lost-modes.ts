import type headless from '@xterm/headless';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;

/** What the terminal knows and neither its public interface nor the serialize addon tells; the version is pinned. */
interface TerminalCore {
  readonly buffer: {
    readonly scrollTop: number;
    readonly scrollBottom: number;
    readonly x: number;
    readonly y: number;
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: {
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly cursorBlink: boolean | undefined;
      readonly origin: boolean;
      readonly synchronizedOutput: boolean;
    };
  };
  readonly _charsetService: {
    readonly glevel: number;
    readonly _charsets: readonly (Readonly<Record<string, string>> | undefined)[];
  };
  readonly coreMouseService: { readonly activeEncoding: string };
}

/** Whether lines leave the screen at its top into the scrollback: no region, no alternate buffer. */
export function scrollsWhole(terminal: HeadlessTerminal): boolean {
  const core = (terminal as unknown as { readonly _core: TerminalCore })._core;
  const { scrollTop, scrollBottom } = core.buffer;
  const whole = scrollTop === 0 && scrollBottom === terminal.rows - 1;
  return whole && terminal.buffer.active.type === 'normal';
}

/** How each of the character sets G0 to G3 is designated. */
const DESIGNATE = ['(', ')', '*', '+'] as const;

const CURSOR_STYLE = { block: 1, underline: 3, bar: 5 } as const;
const MOUSE_ENCODING: Readonly<Record<string, string>> = { SGR: '1006', SGR_PIXELS: '1016' };

/** Escape sequences that restore the modes a serialized screen leaves out. */
export function lostModes(terminal: HeadlessTerminal): string {
  const core = (terminal as unknown as { readonly _core: TerminalCore })._core;
  const { buffer, coreService, coreMouseService } = core;
  const modes = coreService.decPrivateModes;
  let sequences = '';
  const regionSet = buffer.scrollTop !== 0 || buffer.scrollBottom !== terminal.rows - 1;
  if (regionSet || modes.origin) {
    // Both move the cursor home. In origin mode, which the serialized screen has switched on, positions are relative.
    const row = buffer.y - (modes.origin ? buffer.scrollTop : 0);
    const column = Math.min(buffer.x, terminal.cols - 1);
    sequences += `\x1b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r`;
    sequences += `\x1b[${row + 1};${column + 1}H`;
  }
  const encoding = MOUSE_ENCODING[coreMouseService.activeEncoding];
  if (encoding) sequences += `\x1b[?${encoding}h`;
  if (modes.cursorStyle) {
    const style = CURSOR_STYLE[modes.cursorStyle] + (modes.cursorBlink === false ? 1 : 0);
    sequences += `\x1b[${style} q`;
  }
  if (coreService.isCursorHidden) sequences += '\x1b[?25l';
  if (modes.synchronizedOutput) sequences += '\x1b[?2026h';
  return sequences + lineDrawing(core);
}

/** Programs that draw boxes switch the character set and expect it to stay. */
function lineDrawing({ _charsetService: { glevel, _charsets } }: TerminalCore): string {
  const sets = DESIGNATE.map((designate, level) =>
    _charsets[level]?.['q'] === '\u2500' ? `\x1b${designate}0` : '',
  );
  return sets.join('') + (glevel === 1 ? '\x0e' : '');
}
