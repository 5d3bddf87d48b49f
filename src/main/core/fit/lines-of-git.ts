import { startGit } from '../git/run-git.ts';

interface Bounds {
  /** Number of records after which reading stops. */
  readonly most: number;
  /** Milliseconds after which reading stops. */
  readonly withinMs: number;
}

/** The records that git printed, and whether they are complete. */
export interface Records {
  readonly records: readonly string[];
  readonly complete: boolean;
}

/**
 * Reads NUL-terminated records from git and ends it when it prints more than the bounds allow. Empty when git fails:
 * these facts are helpful, never required.
 */
export async function readRecords(
  args: readonly string[],
  cwd: string,
  bounds: Bounds,
): Promise<Records> {
  // Do not let a partial clone fetch missing objects.
  const child = await startGit(args, { cwd, env: { GIT_NO_LAZY_FETCH: '1' } });
  // Keep the process alive until git ends, even when nothing else is pending.
  child.ref();
  child.stdin?.end();
  child.stderr?.resume();
  const records: string[] = [];
  let rest = '';
  return new Promise((resolve) => {
    const end = (complete: boolean) => {
      clearTimeout(timer);
      resolve({ records: records.slice(0, bounds.most), complete });
    };
    const stop = () => {
      child.kill('SIGTERM');
      // A child of git may hold the pipe open longer.
      child.stdout?.destroy();
      end(false);
    };
    const timer = setTimeout(stop, bounds.withinMs);
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) records.push(part);
      if (records.length > bounds.most) stop();
    });
    child.on('error', () => end(false));
    child.on('close', (code) => end(code === 0));
  });
}
