import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { isReady } from './runtime.ts';
import { loud, standFor } from './strict.ts';

const area = { x: 0, y: 0, width: 1920, height: 1080 };

/** One screen; a test plugs in others by replacing `getAllDisplays`. */
class StandInScreen extends EventEmitter {
  getPrimaryDisplay(): Electron.Display {
    // Source: docs/api/screen.md: not before the ready event.
    if (!isReady())
      throw new Error("The 'screen' module can't be used before the app 'ready' event");
    return standFor<Electron.Display>('Display', {
      id: 1,
      label: 'Stand-in',
      bounds: area,
      workArea: area,
      size: { width: area.width, height: area.height },
      workAreaSize: { width: area.width, height: area.height },
      scaleFactor: 1,
      rotation: 0,
    });
  }

  getAllDisplays(): Electron.Display[] {
    return [this.getPrimaryDisplay()];
  }

  getDisplayMatching(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getDisplayNearestPoint(): Electron.Display {
    return this.getPrimaryDisplay();
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 };
  }
}

export const screen = loud('screen', new StandInScreen());
