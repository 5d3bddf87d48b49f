/** A cell, or the current style, as the terminal stores it; the version is pinned. */
export interface Style {
  readonly fg: number;
  readonly bg: number;
  /** Meaningful only with extended attributes. */
  readonly extended: { readonly urlId: number; readonly _ext: number };
  hasExtendedAttrs(): number;
  isBold(): number;
  isDim(): number;
  isItalic(): number;
  isBlink(): number;
  isInverse(): number;
  isInvisible(): number;
  isStrikethrough(): number;
  isOverline(): number;
  getFgColor(): number;
  getBgColor(): number;
  getFgColorMode(): number;
  getBgColorMode(): number;
  getUnderlineColor(): number;
  getUnderlineColorMode(): number;
  isUnderlineColorDefault(): boolean;
}

/** Foreground flag: underlined. Links are drawn underlined with a flag of their own. */
const UNDERLINED = 0x10000000;

const MODE = { palette16: 0x1000000, palette256: 0x2000000, rgb: 0x3000000 } as const;

/** The escape sequence that sets exactly this style, whatever was set before. */
export function styleSequence(style: Style): string {
  const parameters = ['0'];
  if (style.isBold()) parameters.push('1');
  if (style.isDim()) parameters.push('2');
  if (style.isItalic()) parameters.push('3');
  if (isUnderlined(style)) parameters.push(...underline(style));
  if (style.isBlink()) parameters.push('5');
  if (style.isInverse()) parameters.push('7');
  if (style.isInvisible()) parameters.push('8');
  if (style.isStrikethrough()) parameters.push('9');
  if (style.isOverline()) parameters.push('53');
  parameters.push(...colour(style.getFgColorMode(), style.getFgColor(), 30));
  parameters.push(...colour(style.getBgColorMode(), style.getBgColor(), 40));
  return `\x1b[${parameters.join(';')}m`;
}

/** Underlined by its style, not because it is a link. */
export function isUnderlined(style: Style): boolean {
  return (style.fg & UNDERLINED) !== 0;
}

function underline(style: Style): string[] {
  const drawn = style.hasExtendedAttrs() ? (style.extended._ext >> 26) & 7 : 1;
  const parameters = [drawn > 1 ? `4:${drawn}` : '4'];
  if (style.isUnderlineColorDefault()) return parameters;
  const [mode, value] = [style.getUnderlineColorMode(), style.getUnderlineColor()];
  return [...parameters, mode === MODE.rgb ? `58:2::${rgb(value).join(':')}` : `58:5:${value}`];
}

/** `base` is 30 for the foreground, 40 for the background. */
function colour(mode: number, value: number, base: number): string[] {
  switch (mode) {
    case MODE.palette16:
      return [String(value < 8 ? base + value : base + 52 + value)];
    case MODE.palette256:
      return [`${base + 8};5;${value}`];
    case MODE.rgb:
      return [`${base + 8};2;${rgb(value).join(';')}`];
    default:
      return [];
  }
}

function rgb(value: number): number[] {
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
