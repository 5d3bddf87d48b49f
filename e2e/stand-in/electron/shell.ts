import type Electron from 'electron';
import { record } from './records.ts';
import { loud } from './strict.ts';

/** Opens nothing: what was asked for is in the records. */
export const shell = loud('shell', {
  async openExternal(url) {
    // Source: shell/common/api/electron_api_shell.cc: what is no address is refused.
    if (!URL.canParse(url)) throw new Error('Invalid URL');
    record('openExternal', url);
  },
  async openPath(path) {
    record('openPath', path);
    return '';
  },
  showItemInFolder: (path) => record('showItemInFolder', path),
  beep: () => record('beep'),
  async trashItem(path) {
    record('trashItem', path);
  },
} satisfies Partial<Electron.Shell>);
