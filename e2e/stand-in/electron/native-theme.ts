import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { record } from './records.ts';
import { provide } from './runtime.ts';
import { loud } from './strict.ts';
import { webContents } from './web-contents.ts';

type Source = Electron.NativeTheme['themeSource'];

/** Pages are painted in the theme that the app chose: `prefers-color-scheme` follows. */
class StandInTheme extends EventEmitter {
  private source: Source = 'system';

  get themeSource(): Source {
    return this.source;
  }

  set themeSource(source: Source) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError('Invalid themeSource');
    const changed = source !== this.source;
    this.source = source;
    record('theme', source);
    if (!changed) return;
    for (const contents of webContents._all()) contents._applyTheme().catch(() => undefined);
    this.emit('updated');
  }

  /** The system of the stand-in is light. */
  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }

  get shouldUseHighContrastColors(): boolean {
    return false;
  }
}

export const nativeTheme = loud('nativeTheme', new StandInTheme());
provide({ theme: () => nativeTheme.themeSource });
