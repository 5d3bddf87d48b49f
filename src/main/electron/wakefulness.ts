import { powerMonitor, powerSaveBlocker } from 'electron';
import type { App } from '../api/app.ts';
import { log } from '../core/log.ts';

/**
 * Prevents suspension while a session works on mains power; after a sleep, reloads everything. Returns the function
 * that stops it.
 */
export function stayAwake(app: App): () => void {
  let blocker: number | null = null;
  const decide = () => {
    const working = app.sessions
      .all()
      .some(({ view }) => view.alive && view.activity === 'working');
    const wanted = working && !powerMonitor.isOnBatteryPower();
    if (wanted && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!wanted && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
  const woken = () => {
    app.wake().catch((thrown: unknown) => log.error('reading anew after a sleep failed', thrown));
    decide();
  };
  powerMonitor.on('on-ac', decide);
  powerMonitor.on('on-battery', decide);
  powerMonitor.on('resume', woken);
  const unsubscribe = app.sessions.subscribe(decide);
  decide();
  return () => {
    unsubscribe();
    powerMonitor.off('on-ac', decide);
    powerMonitor.off('on-battery', decide);
    powerMonitor.off('resume', woken);
    if (blocker !== null) powerSaveBlocker.stop(blocker);
  };
}
