import { WebLinksAddon } from '@xterm/addon-web-links';
import type { ILinkHandler, Terminal } from '@xterm/xterm';
import { toast } from 'sonner';
import { create } from 'zustand';
import { copyText } from '../../page/copy.ts';
import { clipboardText, webAddress } from './untrusted-output.ts';

/** Requests of terminal output that affect other programs: links and the clipboard. A person decides on each. */

/** The clicked link that waits for confirmation; it opens only after the person has seen its real address. */
export const useAskedLink = create<{ readonly url: string | null }>(() => ({ url: null }));

export function askToOpen(address: string): void {
  const url = webAddress(address);
  if (url) useAskedLink.setState({ url });
}

export interface LinkEvents {
  /** Whether the current click was meant for the link, not only to focus the terminal. */
  meant(): boolean;
  /** Called when the mouse enters a link, or leaves it (null). */
  pointed(address: string | null): void;
}

/** xterm.js follows links on any mouse button; the right button must open the menu. */
function follow(events: LinkEvents, event: MouseEvent, address: string): void {
  if (event.button === 0 && events.meant()) askToOpen(address);
}

/** Handles OSC 8 links, whose text may differ from their address. */
export function linkHandler(events: LinkEvents): ILinkHandler {
  return {
    activate: (event, address) => follow(events, event, address),
    hover: (_event, address) => events.pointed(address),
    leave: () => events.pointed(null),
  };
}

/** Handles addresses that appear as plain text. */
export function linksAddon(events: LinkEvents): WebLinksAddon {
  return new WebLinksAddon((event, address) => follow(events, event, address), {
    hover: (_event, address) => events.pointed(address),
    leave: () => events.pointed(null),
  });
}

/** Characters of the text in a clipboard request that the toast shows. */
const PREVIEW = 80;

/**
 * Handles OSC 52, a program's request to write to the clipboard: the person is asked. Read requests are never answered.
 */
export function offerCopy(terminal: Terminal): void {
  terminal.parser.registerOscHandler(52, (data) => {
    const text = clipboardText(data);
    if (text) {
      toast('A terminal wants to copy text to the clipboard', {
        description: text.slice(0, PREVIEW),
        action: { label: 'Copy', onClick: () => void copyText(text, 'Copied.') },
      });
    }
    return true;
  });
}
