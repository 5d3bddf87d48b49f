import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../core/log.ts';
import { loadUpdater } from './electron-updater.ts';
import type { Updater } from './updater-port.ts';

/** The result of a check for updates, in one or two sentences. */
export interface UpdateAnswer {
  readonly state: 'current' | 'ready' | 'unavailable' | 'failed';
  readonly message: string;
}

export interface UpdatesOptions {
  readonly version: string;
  /** Why this copy cannot update itself (see `whyNoUpdates`); null when it can. */
  readonly unavailable: string | null;
  /** Whether a merge is in progress. */
  merging(): boolean;
  load?(): Promise<Updater>;
}

/**
 * Updates of the app. Nothing is requested or loaded until `check` is called; a newer version is then downloaded and
 * installed the next time the app exits. The app never quits for an update, and sessions continue.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #updater: Updater | null = null;
  #checking: Promise<UpdateAnswer> | null = null;
  #ready: string | null = null;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  /** Checks for a newer version and downloads it. Never rejects; concurrent calls share one result. */
  check(): Promise<UpdateAnswer> {
    this.#checking ??= this.#check()
      .catch((thrown: unknown): UpdateAnswer => {
        log.error('looking for updates failed', thrown);
        const reason = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown);
        return { state: 'failed', message: `Looking for updates failed: ${reason}` };
      })
      .finally(() => {
        this.#checking = null;
      });
    return this.#checking;
  }

  /** Call right before the app exits with 0: decides whether a downloaded version is installed. */
  beforeExit(): void {
    if (this.#ready !== null) this.#updater?.installAtQuit(!this.#options.merging());
  }

  async #check(): Promise<UpdateAnswer> {
    const { unavailable, version } = this.#options;
    if (unavailable !== null) return { state: 'unavailable', message: unavailable };
    this.#updater ??= await (this.#options.load ?? loadUpdater)();
    const found = await this.#updater.find();
    if (found === null) {
      return { state: 'current', message: `Tributary ${version} is the newest version.` };
    }
    if (found !== this.#ready) {
      await this.#updater.download();
      this.#ready = found;
    }
    const message = `Tributary ${found} is downloaded. It is installed when you quit; sessions keep running.`;
    return { state: 'ready', message };
  }
}

/** Why a copy cannot update itself; null when it can. */
export function whyNoUpdates(copy: {
  readonly packaged: boolean;
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}): string | null {
  if (!copy.packaged) {
    return 'This copy runs from a folder of sources or from npm: update it with git or npm.';
  }
  if (copy.platform === 'linux' && !copy.env['APPIMAGE']) {
    return "This copy belongs to the system's package manager: update it there.";
  }
  // The packaging writes this file when it was given an update URL.
  if (!existsSync(join(copy.resources, 'app-update.yml'))) {
    return 'This build has no address for updates: get new versions from where you got it.';
  }
  return null;
}
