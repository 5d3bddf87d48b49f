import {
  BrowserWindow,
  type ContextMenuParams,
  clipboard,
  Menu,
  type MenuItemConstructorOptions,
  type WebContents,
} from 'electron';
import { outsideAddress } from './links.ts';
import { openOutside } from './outside.ts';

/** The context menu where the page has none: text fields, links, selected text. */
export function offerContextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, params) => {
    const items = contextItems(params);
    const window = BrowserWindow.fromWebContents(contents);
    if (items.length > 0 && window) Menu.buildFromTemplate(items).popup({ window });
  });
}

function contextItems(params: ContextMenuParams): MenuItemConstructorOptions[] {
  const { editFlags, isEditable, linkURL, selectionText } = params;
  if (isEditable) {
    return [
      { role: 'undo', enabled: editFlags.canUndo },
      { role: 'redo', enabled: editFlags.canRedo },
      { type: 'separator' },
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll' },
    ];
  }
  const address = outsideAddress(linkURL);
  return [
    ...(address
      ? [
          { label: 'Open link', click: () => openOutside(address) },
          { label: 'Copy link address', click: () => clipboard.writeText(address) },
        ]
      : []),
    ...(selectionText ? [{ role: 'copy' as const }] : []),
  ];
}
