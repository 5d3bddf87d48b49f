import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';
import { pageClock } from './paced-output.ts';
import { type Drawn, WebglPool } from './webgl-pool.ts';

/** The contexts of all terminals of the page. */
export const webglPool = new WebglPool(pageClock);

/**
 * A terminal as the pool draws it. Terminals share their glyph atlas, so that none is ever cleared for one of them
 * alone.
 */
export function drawnByWebgl(terminal: Terminal): Drawn {
  return {
    draw(lost) {
      const addon = new WebglAddon();
      try {
        terminal.loadAddon(addon);
      } catch {
        // No WebGL 2 here: the DOM renderer stays.
        addon.dispose();
        return null;
      }
      addon.onContextLoss(lost);
      return () => {
        const canvases = [...(terminal.element?.querySelectorAll('canvas') ?? [])];
        addon.dispose();
        // Collecting the garbage would free the context too, at some time.
        for (const canvas of canvases) {
          canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
        }
      };
    },
  };
}
