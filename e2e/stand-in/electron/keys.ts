import type { Key } from '../page/messages.ts';
import { BrowserWindow } from './browser-window.ts';
import { Menu } from './menu.ts';
import type { PageContents } from './page-contents.ts';
import { record } from './records.ts';
import { provide } from './runtime.ts';

/**
 * A key that no listener of the page took. Source: docs/api/menu.md and root_view.cc: it goes to the menu's accelerators,
 * and Alt alone moves the focus to a menu bar that is shown, or shows one that hides itself.
 */
function pressed(key: Key, contents: PageContents): void {
  const window = BrowserWindow.fromWebContents(contents._self());
  if (!window) return;
  if (key.type === 'keyUp') {
    const alone = key.key === 'Alt' && !key.control && !key.shift && !key.meta;
    if (alone && (window.isMenuBarVisible() || window.isMenuBarAutoHide())) {
      record('menu bar focused', window.id);
    }
    return;
  }
  Menu._press(key, window);
}

provide({ keyPressed: pressed });
