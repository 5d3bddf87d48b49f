import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';
import { pageClock } from './paced-output.ts';
import { type Drawn, WebglPool } from './webgl-pool.ts';

/** The WebGL contexts of all terminals of the page. */
export const webglPool = new WebglPool(pageClock);

/** Adapts a terminal to the pool. Terminals share one glyph atlas, so none may clear it for itself. */
export function drawnByWebgl(terminal: Terminal): Drawn {
  return {
    draw(lost) {
      const addon = new WebglAddon();
      try {
        terminal.loadAddon(addon);
      } catch {
        // WebGL 2 is not available; keep the DOM renderer.
        addon.dispose();
        return null;
      }
      addon.onContextLoss(lost);
      return () => {
        const canvases = [...(terminal.element?.querySelectorAll('canvas') ?? [])];
        addon.dispose();
        // Free the contexts now; garbage collection would free them only eventually.
        for (const canvas of canvases) {
          canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
        }
      };
    },
  };
}
