import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { record } from './records.ts';
import { loud } from './strict.ts';

/** A test puts it on battery by setting `onBatteryPower` and emitting `on-battery`; `suspend` and `resume` likewise. */
class StandInPower extends EventEmitter {
  onBatteryPower = false;

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(): 'active' {
    return 'active';
  }
}

export const powerMonitor = loud('powerMonitor', new StandInPower());

const blockers = new Set<number>();
let last = 0;

export const powerSaveBlocker = loud('powerSaveBlocker', {
  start(type) {
    const id = ++last;
    blockers.add(id);
    record('power blocker', { id, type });
    return id;
  },
  stop(id) {
    record('power blocker stopped', id);
    return blockers.delete(id);
  },
  isStarted: (id) => blockers.has(id),
} satisfies Partial<Electron.PowerSaveBlocker>);
