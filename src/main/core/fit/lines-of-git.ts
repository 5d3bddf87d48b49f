import { startGit } from '../git/run-git.ts';

interface Bounds {
  /** Number of records after which reading stops. */
  readonly most: number;
  /** Milliseconds after which reading stops. */
  readonly withinMs: number;
}

/** Records that git printed, and whether that is all of them. */
export interface Records {
  readonly records: readonly string[];
  readonly complete: boolean;
}

/**
 * Reads what git prints as records that end with NUL, and ends git where it prints more than the bounds allow. Empty
 * when git fails: what is read here is a help, never a condition.
 */
export async function readRecords(
  args: readonly string[],
  cwd: string,
  bounds: Bounds,
): Promise<Records> {
  // A partial clone would fetch what it has not: nobody asked for that.
  const child = await startGit(args, { cwd, env: { GIT_NO_LAZY_FETCH: '1' } });
  // It is waited for to its end, also by a command that has nothing else to wait for.
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
      // Whatever git started may hold the pipe open for longer.
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
