import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** A test's second process: TypeScript bundled once, started as often as needed, killed at will. */
export interface Driver {
  /** Starts it with an argument that it finds, as JSON, in its `process.argv[2]`. */
  start(argument: unknown): RunningDriver;
  remove(): void;
}

interface RunningDriver {
  readonly child: ChildProcess;
  /** Lines of its output so far. */
  readonly lines: readonly string[];
  /** Resolves with its exit code, or null when it was killed. */
  readonly ended: Promise<number | null>;
}

/** Beside the bundle, where the app's own lies: git is started, and outlives a kill, as in the app. */
const FORK_SERVER = resolve(import.meta.dirname, '../../../out/main/fork-server.js');

export async function buildDriver(entry: string): Promise<Driver> {
  const outDir = mkdtempSync(join(tmpdir(), 'tributary-driver-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      rollupOptions: {
        output: {
          entryFileNames: 'driver.mjs',
          format: 'es',
          // For bundled CommonJS modules.
          intro: 'const __filename = import.meta.filename;',
        },
      },
    },
    ssr: { noExternal: true },
  });
  symlinkSync(FORK_SERVER, join(outDir, 'fork-server.js'));
  return {
    start(argument) {
      const child = spawn(
        process.execPath,
        [join(outDir, 'driver.mjs'), JSON.stringify(argument)],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const lines: string[] = [];
      let rest = '';
      child.stdout.on('data', (chunk: Buffer) => {
        const parts = (rest + chunk.toString('utf8')).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
      });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      return { child, lines, ended };
    },
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
