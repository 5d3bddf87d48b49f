/** A node to run scripts with: the file to start and what its environment needs to run as node. */
export interface NodeProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The app's programs that run in node (session host, sim, fork server): their folder and what runs them. */
export interface NodePrograms {
  readonly node: NodeProgram;
  /** The folder of `session-host.js`, `sim.js` and `fork-server.js`. */
  readonly scripts: string;
}

/** Asked before each start: a package may have to copy them to a place that outlives an update first. */
export type FindNodePrograms = () => Promise<NodePrograms>;

/** The node that runs this process. Electron's binary runs as node only when its environment says so. */
export function ownNode(
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): NodeProgram {
  const env = versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  return { file: process.execPath, env };
}

/** Scripts run from where they were built, by the node of this process. */
export function programsIn(scripts: string): FindNodePrograms {
  return async () => ({ node: ownNode(), scripts });
}
