import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { PreventableEvent } from './events.ts';
import { record } from './records.ts';
import { isReady } from './runtime.ts';
import { loud } from './strict.ts';

/** Notices that are on the screen, the newest last. */
let shown: StandInNotification[] = [];

/** Set to make every notice fail, as on macOS without a signature. */
const FAILS = process.env['STAND_IN_FAILING_NOTICES'];

/** Source: docs/api/notification.md: an id replaces an earlier notice of that id on macOS and Windows, not on Linux. */
const REPLACES = process.platform === 'darwin' || process.platform === 'win32';

class StandInNotification extends EventEmitter {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  private readonly options: Electron.NotificationConstructorOptions;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    if (!isReady()) throw new Error('Cannot create Notification before app is ready');
    this.options = options;
    this.id = options.id || randomUUID();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    record('notice', this.options);
    if (FAILS) {
      // Source: docs/api/notification.md, event `failed`: the reason is a text.
      setImmediate(() => this.emit('failed', new PreventableEvent(), FAILS));
      return;
    }
    const same = (one: StandInNotification) => one.id === this.id;
    if (REPLACES) shown = shown.filter((one) => !same(one));
    shown.push(this);
    setImmediate(() => this.emit('show', new PreventableEvent()));
  }

  close(): void {
    if (!shown.some((one) => one.id === this.id)) return;
    shown = shown.filter((one) => one.id !== this.id);
    record('notice closed', this.id);
    this.emit('close', new PreventableEvent());
  }

  static remove(ids: string | readonly string[]): void {
    shown = shown.filter((one) => ![ids].flat().includes(one.id));
  }
}

/** Clicks the newest notice that is on the screen, which then goes away. */
export function clickNotice(): void {
  const notice = shown.pop();
  if (!notice) throw new Error('No notice is shown');
  notice.emit('click', new PreventableEvent());
}

/** What it makes throws for what is missing. */
export const Notification: typeof StandInNotification = new Proxy(StandInNotification, {
  construct: (made, given) => loud('Notification', Reflect.construct(made, given)),
});
