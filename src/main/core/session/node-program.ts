/** A node runtime: the executable, and the variables that make it run as node. */
export interface NodeProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The app's programs that run in node (session host, sim, fork server), with their runtime. */
export interface NodePrograms {
  readonly node: NodeProgram;
  /** The folder of `session-host.js`, `sim.js` and `fork-server.js`. */
  readonly scripts: string;
}

/** Called before each start: a package may first have to copy them to a place that outlives an update. */
export type FindNodePrograms = () => Promise<NodePrograms>;

/** The node of this process. Electron's binary runs as node only with a variable set. */
export function ownNode(
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): NodeProgram {
  const env = versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  return { file: process.execPath, env };
}

/** Runs the scripts in place, with the node of this process. */
export function programsIn(scripts: string): FindNodePrograms {
  return async () => ({ node: ownNode(), scripts });
}
