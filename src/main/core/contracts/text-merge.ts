import { mkdtemp, readdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGit } from '../git/run-git.ts';
import { PLAIN_MARKERS } from './conflict-text.ts';
import type { MarkerOptions, MergeText } from './types.ts';

/** Highest number of conflicts that git reports in its exit code. */
const MOST_CONFLICTS = 127;
/** git's exit code for content that is not text. */
const REFUSED = 255;

/** Runs git's line merge on files in a temporary folder. */
export const mergeWithGit: MergeText = async ({ base, ours, theirs }, markers = PLAIN_MARKERS) => {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-contract-'));
  try {
    const files = ['ours', 'base', 'theirs'].map((name) => join(folder, name));
    const contents = [ours, base, theirs];
    await Promise.all(files.map((file, index) => writeFile(file, contents[index] ?? '')));
    const args = ['merge-file', '-p', '-q', ...markerArgs(markers), '--', ...files];
    const { code, bytes } = await runGit(args, {
      // The same folder for all calls, so that git's settings there are read only once.
      cwd: tmpdir(),
      expect: [...Array(MOST_CONFLICTS + 1).keys(), REFUSED],
    });
    if (code === REFUSED) return { outcome: 'refused', bytes: ours };
    return { outcome: code === 0 ? 'clean' : 'conflict', bytes };
  } finally {
    for (const name of await readdir(folder)) await unlink(join(folder, name));
    await rmdir(folder);
  }
};

function markerArgs({ labels, style, size }: MarkerOptions): readonly string[] {
  const named = [labels.ours, labels.base, labels.theirs].flatMap((label) => ['-L', label]);
  const styled = style === 'merge' ? [] : [`--${style}`];
  return [...named, ...styled, `--marker-size=${size}`];
}
