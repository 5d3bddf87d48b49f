import type headless from '@xterm/headless';
import { linkOf, linkSequence } from './links.ts';
import { paintLastCell } from './paint.ts';
import { type Style, styleSequence } from './style.ts';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;

/** Private fields of the terminal; the version is pinned. */
interface TerminalCore {
  readonly buffer: {
    readonly scrollTop: number;
    readonly scrollBottom: number;
    readonly x: number;
    readonly y: number;
    readonly ybase: number;
    readonly savedX: number;
    readonly savedY: number;
    readonly savedCurAttrData: Style;
  };
  readonly _bufferService: {
    readonly buffers: { readonly normal: { readonly x: number; readonly y: number } };
  };
  readonly _inputHandler: { readonly _curAttrData: Style };
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

/** Whether lines scroll off the top into the scrollback: no scroll region, no alternate buffer. */
export function scrollsWhole(terminal: HeadlessTerminal): boolean {
  const core = (terminal as unknown as { readonly _core: TerminalCore })._core;
  const { scrollTop, scrollBottom } = core.buffer;
  const whole = scrollTop === 0 && scrollBottom === terminal.rows - 1;
  return whole && terminal.buffer.active.type === 'normal';
}

/** The designators of the character sets G0 to G3. */
const DESIGNATE = ['(', ')', '*', '+'] as const;

const CURSOR_STYLE = { block: 1, underline: 3, bar: 5 } as const;
const MOUSE_ENCODING: Readonly<Record<string, string>> = { SGR: '1006', SGR_PIXELS: '1016' };

const MOUSE_TRACKING = { none: null, x10: '9', vt200: '1000', drag: '1002', any: '1003' } as const;

/** Escape sequences that restore cursor, style and modes on a screen that was painted from a snapshot. */
export function lostModes(terminal: HeadlessTerminal): string {
  const core = (terminal as unknown as { readonly _core: TerminalCore })._core;
  const { coreService, coreMouseService } = core;
  const modes = coreService.decPrivateModes;
  let sequences = cursor(terminal, core) + publicModes(terminal);
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

/**
 * The scroll region comes first: setting it moves the cursor home, and so does origin mode, which makes positions
 * relative.
 */
function cursor(terminal: HeadlessTerminal, { buffer, coreService, _inputHandler }: TerminalCore) {
  const { x, y, scrollTop, scrollBottom, savedX, savedY } = buffer;
  const { origin } = coreService.decPrivateModes;
  let sequences = '';
  if (scrollTop !== 0 || scrollBottom !== terminal.rows - 1) {
    sequences += `\x1b[${scrollTop + 1};${scrollBottom + 1}r`;
  }
  const savedRow = Math.max(0, savedY - buffer.ybase);
  if (savedX > 0 || savedRow > 0) {
    sequences += `\x1b[${savedRow + 1};${savedX + 1}H${styleSequence(buffer.savedCurAttrData)}\x1b7`;
  }
  if (origin) sequences += '\x1b[?6h';
  sequences += `\x1b[${y + 1 - (origin ? scrollTop : 0)};${x + 1}H`;
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + y);
  if (x >= terminal.cols && line) sequences += paintLastCell(terminal, line);
  const next = _inputHandler._curAttrData;
  const link = linkOf(next);
  return sequences + styleSequence(next) + (link === 0 ? '' : linkSequence(terminal, link));
}

function publicModes({ modes }: HeadlessTerminal): string {
  const tracking = MOUSE_TRACKING[modes.mouseTrackingMode];
  const set = [
    modes.applicationCursorKeysMode && '\x1b[?1h',
    modes.applicationKeypadMode && '\x1b=',
    modes.bracketedPasteMode && '\x1b[?2004h',
    modes.insertMode && '\x1b[4h',
    modes.reverseWraparoundMode && '\x1b[?45h',
    modes.sendFocusMode && '\x1b[?1004h',
    !modes.wraparoundMode && '\x1b[?7l',
    tracking !== null && `\x1b[?${tracking}h`,
  ];
  return set.filter((sequence) => sequence !== false).join('');
}

/** The cursor position of the main screen while the alternate one is shown. */
export function mainCursor(terminal: HeadlessTerminal): string {
  const { x, y } = (terminal as unknown as { readonly _core: TerminalCore })._core._bufferService
    .buffers.normal;
  return `\x1b[${y + 1};${Math.min(x, terminal.cols - 1) + 1}H`;
}

/** Programs that draw boxes switch the character set and expect it to stay. */
function lineDrawing({ _charsetService: { glevel, _charsets } }: TerminalCore): string {
  const sets = DESIGNATE.map((designate, level) =>
    _charsets[level]?.['q'] === '\u2500' ? `\x1b${designate}0` : '',
  );
  return sets.join('') + (glevel === 1 ? '\x0e' : '');
}
