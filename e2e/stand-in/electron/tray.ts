import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { record } from './records.ts';
import { loud } from './strict.ts';

/** An icon beside the clock, of which only the records know. */
class StandInTray extends EventEmitter {
  private destroyed = false;

  constructor(image: Electron.NativeImage | string) {
    super();
    record('tray', typeof image === 'string' ? image : !image.isEmpty());
  }

  setToolTip(text: string): void {
    record('tray tip', text);
  }

  setTitle(text: string): void {
    record('tray title', text);
  }

  setImage(): void {
    record('tray image');
  }

  setContextMenu(menu: Electron.Menu | null): void {
    record(
      'tray menu',
      menu?.items.map(({ label }) => label),
    );
  }

  destroy(): void {
    this.destroyed = true;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }
}

/** What it makes throws for what is missing. */
export const Tray: typeof StandInTray = new Proxy(StandInTray, {
  construct: (made, given) => loud('Tray', Reflect.construct(made, given)),
});
