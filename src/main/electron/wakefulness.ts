import { powerMonitor, powerSaveBlocker } from 'electron';
import type { App } from '../api/app.ts';
import { log } from '../core/log.ts';

/**
 * While a session works and the machine is on mains power, the app is not suspended; after a sleep everything is read
 * anew. Returns the way to stop.
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
