import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_PREFERENCES,
  type Preferences,
  preferences,
} from '../../../shared/contract/layout.ts';
import { JsonFile } from '../json-file.ts';

/** A user's preferences on this machine, with change notification for all windows. */
export class PreferencesFile {
  readonly #file: JsonFile<Preferences>;
  readonly #listeners = new Set<() => void>();

  constructor(home: string) {
    this.#file = new JsonFile(pathIn(home), { schema: preferences, empty: DEFAULT_PREFERENCES });
  }

  read(): Promise<Preferences> {
    return this.#file.read();
  }

  async write(value: Preferences): Promise<void> {
    await this.#file.write(value);
    for (const listener of this.#listeners) listener();
  }

  /** Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Reads the theme synchronously, before the first window is shown. */
export function themeAtStart(home: string): Preferences['theme'] {
  try {
    return preferences.parse(JSON.parse(readFileSync(pathIn(home), 'utf8'))).theme;
  } catch {
    // Missing or damaged preferences.
    return DEFAULT_PREFERENCES.theme;
  }
}

function pathIn(home: string): string {
  return join(home, 'preferences.json');
}
