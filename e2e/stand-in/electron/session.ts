import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { setPermissionCheckHandler, setPermissionRequestHandler } from './permissions.ts';
import { record } from './records.ts';
import { isReady, provide } from './runtime.ts';
import { protocol } from './schemes.ts';
import { standFor } from './strict.ts';

/** What happens in the session: downloads. */
export const sessionEvents = new EventEmitter();

const defaultSession = standFor<Electron.Session>('session.defaultSession', {
  ...{
    on: sessionEvents.on.bind(sessionEvents),
    once: sessionEvents.once.bind(sessionEvents),
    removeListener: sessionEvents.removeListener.bind(sessionEvents),
  },
  setPermissionRequestHandler,
  setPermissionCheckHandler,
  setDevicePermissionHandler: () => record('device permission handler'),
  setDisplayMediaRequestHandler: () => record('display media handler'),
  setSpellCheckerEnabled: (enable) => record('spell checker', enable),
  setSpellCheckerLanguages: (languages) => record('spell checker languages', languages),
  setUserAgent: (agent) => record('user agent', agent),
  getUserAgent: () => 'Chrome Electron',
  clearCache: async () => undefined,
  clearStorageData: async () => undefined,
  protocol: protocol as object as Electron.Protocol,
});

export const session = {
  get defaultSession(): Electron.Session {
    // Source: docs/api/session.md: there is none before the ready event.
    if (!isReady()) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
};

provide({ session: defaultSession });
