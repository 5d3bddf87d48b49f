import type headless from '@xterm/headless';
import type { Style } from './style.ts';

type HeadlessTerminal = InstanceType<typeof headless.Terminal>;

/** What the terminal knows and its public interface does not tell; the version is pinned. */
interface TerminalCore {
  readonly _oscLinkService: {
    getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined;
  };
}

const END = '\x1b]8;;\x1b\\';
/** Of a link whose line is gone only its looks are left, and those until it ends. This leads nowhere. */
const NOWHERE = 'about:blank';

/** The number of the link that a cell, or the style that comes next, belongs to; 0 for none. */
export function linkOf(style: Style): number {
  return style.hasExtendedAttrs() ? style.extended.urlId : 0;
}

/** The sequence after which text leads where the link does, and for none the one that ends a link. */
export function linkSequence(terminal: HeadlessTerminal, link: number): string {
  const core = (terminal as unknown as { readonly _core: TerminalCore })._core;
  if (link === 0) return END;
  const { id, uri } = core._oscLinkService.getLinkData(link) ?? { uri: NOWHERE };
  return `\x1b]8;${id === undefined ? '' : `id=${id}`};${uri}\x1b\\`;
}
