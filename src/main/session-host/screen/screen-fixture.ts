import type headless from '@xterm/headless';
import type { Screen } from './screen.ts';

/** For tests of screens. */

type Terminal = InstanceType<typeof headless.Terminal>;
type Cell = NonNullable<ReturnType<Terminal['buffer']['active']['getNullCell']>>;

/** A whole snapshot, taken at once. */
export function snapshotOf(screen: Screen) {
  return [...screen.snapshot()].filter((part) => part !== null);
}

/** The link that a cell belongs to; the public interface does not tell. */
export function linkAt(
  of: Terminal,
  cell: Cell,
): { readonly id?: string; uri: string } | undefined {
  const { extended, bg } = cell as unknown as { extended: { urlId: number }; bg: number };
  const links = Reflect.get(Reflect.get(of, '_core'), '_oscLinkService');
  return (bg & 0x10000000) === 0 ? undefined : links.getLinkData(extended.urlId);
}
