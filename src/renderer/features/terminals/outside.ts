import { WebLinksAddon } from '@xterm/addon-web-links';
import type { ILinkHandler, Terminal } from '@xterm/xterm';
import { toast } from 'sonner';
import { create } from 'zustand';
import { clipboardText, webAddress } from './untrusted.ts';

/** What terminal output may ask of the world outside of it: a person decides each time. */

/** A link was clicked; it opens only after its real address was seen. */
export const useAskedLink = create<{ readonly url: string | null }>(() => ({ url: null }));

function askToOpen(address: string): void {
  const url = webAddress(address);
  if (url) useAskedLink.setState({ url });
}

/** Says whether the click that is on now was meant for what it hit. */
type Meant = () => boolean;

/** Links that the program marked as such: their text may say another address than they have. */
export function linkHandler(meant: Meant): ILinkHandler {
  return {
    activate: (_event, address) => {
      if (meant()) askToOpen(address);
    },
  };
}

export function linksAddon(meant: Meant): WebLinksAddon {
  return new WebLinksAddon((_event, address) => {
    if (meant()) askToOpen(address);
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
        action: { label: 'Copy', onClick: () => navigator.clipboard.writeText(text) },
      });
    }
    return true;
  });
}
