import type { CDPSession } from '@playwright/test';

/** The events of the DevTools protocol that the stand-in listens to. */
export interface CdpEvents {
  'Target.targetCreated': { targetInfo: { targetId: string; type: string } };
  'Target.targetDestroyed': { targetId: string };
  'Runtime.executionContextCreated': {
    context: {
      uniqueId: string;
      name: string;
      auxData?: { frameId?: string; isDefault?: boolean };
    };
  };
  'Runtime.executionContextDestroyed': { executionContextUniqueId: string };
  'Runtime.executionContextsCleared': object;
  'Runtime.bindingCalled': { name: string; payload: string };
  'Fetch.requestPaused': {
    requestId: string;
    frameId: string;
    resourceType: string;
    request: { url: string; method: string; headers: Record<string, string>; postData?: string };
  };
  'Page.frameNavigated': { frame: { id: string; parentId?: string; url: string } };
  'Page.domContentEventFired': object;
  'Page.loadEventFired': object;
  'Page.windowOpen': { url: string; windowName: string };
  'Inspector.targetCrashed': object;
  'Browser.downloadWillBegin': { guid: string; url: string; suggestedFilename: string };
  'Browser.downloadProgress': { guid: string; state: string };
}

type Listeners = { [E in keyof CdpEvents]?: ((detail: CdpEvents[E]) => void)[] };

/** One conversation of the DevTools protocol: commands and their answers, events and their listeners. */
export class CdpSession {
  readonly #write: (message: { method: string; params: object }) => number;
  readonly #waiting = new Map<number, (text: string) => void>();
  readonly #listeners: Listeners = {};

  constructor(write: (message: { method: string; params: object }) => number) {
    this.#write = write;
  }

  readonly send: CDPSession['send'] = (method, params) =>
    new Promise((done, failed) => {
      const id = this.#write({ method, params: params ?? {} });
      this.#waiting.set(id, (text) => {
        const { result, error } = JSON.parse(text);
        if (error) failed(new Error(`${method}: ${error.message}`));
        else done(result);
      });
    });

  on<E extends keyof CdpEvents>(event: E, listener: (detail: CdpEvents[E]) => void): void {
    const known: Listeners[E] = this.#listeners[event];
    if (known) known.push(listener);
    else Object.assign(this.#listeners, { [event]: [listener] });
  }

  receive(text: string): void {
    const { id, method, params } = JSON.parse(text);
    if (id !== undefined) {
      this.#waiting.get(id)?.(text);
      this.#waiting.delete(id);
      return;
    }
    const listeners: ((detail: unknown) => void)[] = Reflect.get(this.#listeners, method) ?? [];
    for (const listener of listeners) listener(params);
  }
}
