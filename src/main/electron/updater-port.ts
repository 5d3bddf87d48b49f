/** What downloads and installs: electron-updater, or a stand-in for it. */
export interface Updater {
  /** The version of a newer release; null when there is none. Rejects when nobody could be asked. */
  find(): Promise<string | null>;
  download(): Promise<void>;
  /** Whether a downloaded version is installed when the app ends. */
  installAtQuit(on: boolean): void;
}
