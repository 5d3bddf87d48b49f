import type headless from '@xterm/headless';
import type { Style } from './style.ts';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;

/** Private fields of the terminal; the version is pinned. */
interface TerminalCore {
  readonly _oscLinkService: {
    getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined;
  };
}

const END = '\x1b]8;;\x1b\\';
/** Target for a link whose line has been dropped: only its appearance is left. */
const NOWHERE = 'about:blank';

/** The id of the link of a cell, or of the current style; 0 for none. */
export function linkOf(style: Style): number {
  return style.hasExtendedAttrs() ? style.extended.urlId : 0;
}

/** The escape sequence that starts this link; for 0 the one that ends a link. */
export function linkSequence(terminal: HeadlessTerminal, link: number): string {
  const core = (terminal as unknown as { readonly _core: TerminalCore })._core;
  if (link === 0) return END;
  const { id, uri } = core._oscLinkService.getLinkData(link) ?? { uri: NOWHERE };
  return `\x1b]8;${id === undefined ? '' : `id=${id}`};${uri}\x1b\\`;
}
