/** Downloads and installs updates: electron-updater, or a stand-in for tests. */
export interface Updater {
  /** The version of a newer release; null when there is none. Rejects when the server cannot be reached. */
  find(): Promise<string | null>;
  download(): Promise<void>;
  /** Whether to install a downloaded version when the app exits. */
  installAtQuit(on: boolean): void;
}
