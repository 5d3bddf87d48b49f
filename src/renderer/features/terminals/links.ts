import { WebLinksAddon } from '@xterm/addon-web-links';
import type { ILinkHandler, Terminal } from '@xterm/xterm';
import { toast } from 'sonner';
import { create } from 'zustand';
import { copyText } from '../../page/copy.ts';
import { clipboardText, webAddress } from './untrusted-output.ts';

/** What terminal output may ask of the world outside of it: a person decides each time. */

/** A link was clicked; it opens only after its real address was seen. */
export const useAskedLink = create<{ readonly url: string | null }>(() => ({ url: null }));

export function askToOpen(address: string): void {
  const url = webAddress(address);
  if (url) useAskedLink.setState({ url });
}

export interface LinkEvents {
  /** Whether the click that is on now was meant for what it hit. */
  meant(): boolean;
  /** The mouse is over a link, or over none (null). */
  pointed(address: string | null): void;
}

/** xterm.js follows links by any button; the right one asks for a menu. */
function follow(events: LinkEvents, event: MouseEvent, address: string): void {
  if (event.button === 0 && events.meant()) askToOpen(address);
}

/** Links that the program marked as such: their text may say another address than they have. */
export function linkHandler(events: LinkEvents): ILinkHandler {
  return {
    activate: (event, address) => follow(events, event, address),
    hover: (_event, address) => events.pointed(address),
    leave: () => events.pointed(null),
  };
}

/** Links that are only written as such. */
export function linksAddon(events: LinkEvents): WebLinksAddon {
  return new WebLinksAddon((event, address) => follow(events, event, address), {
    hover: (_event, address) => events.pointed(address),
    leave: () => events.pointed(null),
  });
}

/** Characters of the clipboard's would-be text that are shown. */
const PREVIEW = 80;

/** OSC 52: a program wants to put text on the clipboard. It is offered, never done; reading is never answered. */
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
