import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../core/log.ts';
import { loadUpdater } from './electron-updater.ts';
import type { Updater } from './updater-port.ts';

/** What to tell whoever asked for updates, in one or two sentences. */
export interface UpdateAnswer {
  readonly state: 'current' | 'ready' | 'unavailable' | 'failed';
  readonly message: string;
}

export interface UpdatesOptions {
  readonly version: string;
  /** Why this copy cannot update itself (see `whyNoUpdates`); null when it can. */
  readonly unavailable: string | null;
  /** Whether a merge or landing runs now. */
  merging(): boolean;
  load?(): Promise<Updater>;
}

/**
 * Updates of the app. Nothing is asked, fetched or loaded until somebody calls `check`; a version found then is downloaded
 * and installed when the app is quit the next time. The app never quits for it, and sessions go on.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #updater: Updater | null = null;
  #checking: Promise<UpdateAnswer> | null = null;
  #ready: string | null = null;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  /** Looks for a newer version and downloads it. Never rejects; asked again meanwhile, it gives the same answer. */
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

  /** To be called when the app is about to end, right before it exits with 0: decides about a downloaded version. */
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
    const message = `Tributary ${found} is downloaded. It is installed when you quit; sessions go on.`;
    return { state: 'ready', message };
  }
}

/** Why a copy cannot update itself, in words; null when it can. */
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
  // Written by the packaging where an address was given.
  if (!existsSync(join(copy.resources, 'app-update.yml'))) {
    return 'This build has no address for updates: get new versions from where you got it.';
  }
  return null;
}
