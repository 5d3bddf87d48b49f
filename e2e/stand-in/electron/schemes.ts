import type Electron from 'electron';
import { loud } from './strict.ts';

type Handler = Parameters<Electron.Protocol['handle']>[1];

/** The domain under which Chromium, which knows no schemes of apps, is served their addresses. */
const DOMAIN = '.standin';

const privileged = new Map<string, Electron.Privileges>();
const handlers = new Map<string, Handler>();
let ready = false;

export function schemesAreFixed(): void {
  ready = true;
}

export const protocol = loud('protocol', {
  registerSchemesAsPrivileged(schemes) {
    // Source: docs/api/protocol.md: only before the ready event, and only once.
    if (ready) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    privileged.clear();
    for (const { scheme, privileges } of schemes) privileged.set(scheme, privileges ?? {});
  },
  handle(scheme, handler) {
    if (!ready) throw new Error('protocol.handle can only be called after app is ready');
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
} satisfies Partial<Electron.Protocol>);

/** `app://bundle/x` as Chromium gets it: a secure origin only where the scheme was declared secure. */
export function toChromium(url: string): string {
  const { protocol: scheme, host, pathname, search, hash } = new URL(url);
  const name = scheme.slice(0, -1);
  if (!privileged.get(name)?.standard) return url;
  const carrier = privileged.get(name)?.secure ? 'https' : 'http';
  return `${carrier}://${host}.${name}${DOMAIN}${pathname}${search}${hash}`;
}

/** The other way round: what Electron would say. */
export function toElectron(url: string): string {
  const match = /^https?:\/\/([^/]*)\.([a-z0-9+-]+)\.standin(?:\/|$)/.exec(url);
  if (!match) return url;
  return `${match[2]}://${match[1]}/${url.slice(match[0].length)}`;
}

/** What the app answers for one of its addresses; null when nobody serves that scheme, and nothing else is reached. */
export async function answer(url: string, method: string): Promise<Response | null> {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  return handler ? handler(new Request(url, { method })) : null;
}
