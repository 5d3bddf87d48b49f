export interface Browser {
  readonly executablePath: string;
  /** What the browser needs in its environment beside the usual. */
  readonly env: Record<string, string>;
}
