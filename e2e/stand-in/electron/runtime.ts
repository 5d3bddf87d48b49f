import type { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Key } from '../page/messages.ts';
import type { Chromium } from './chromium.ts';
import type { PageContents } from './page-contents.ts';

/** What the parts of the stand-in know of each other: filled in by the part that has it. */
export interface Runtime {
  readonly chromium: Chromium;
  readonly app: EventEmitter;
  readonly session: Electron.Session;
  theme(): 'system' | 'light' | 'dark';
  focusedContents(): PageContents | null;
  keyPressed(key: Key, contents: PageContents): void;
}

const parts: Partial<Runtime> = {};

export function provide(part: Partial<Runtime>): void {
  Object.assign(parts, part);
}

export function runtime(): Runtime {
  const { chromium, app, session, theme, focusedContents, keyPressed } = parts;
  if (!chromium || !app || !session || !theme || !focusedContents || !keyPressed) {
    throw new Error('The app is not ready');
  }
  return { chromium, app, session, theme, focusedContents, keyPressed };
}

export function isReady(): boolean {
  return parts.chromium !== undefined;
}
