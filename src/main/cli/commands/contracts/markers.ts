import { PLAIN_MARKERS } from '../../../core/contracts/conflict-text.ts';
import type { MarkerOptions } from '../../../core/contracts/types.ts';
import { runGit } from '../../../core/git/run-git.ts';

/** The marker arguments git passes to a merge driver (`%L %S %X %Y`), as far as its version does. */
export interface MarkerWords {
  readonly size?: string | undefined;
  readonly base?: string | undefined;
  readonly ours?: string | undefined;
  readonly theirs?: string | undefined;
}

/** git's exit codes for an unset name and unreadable settings: use the defaults. */
const UNKNOWN = [1, 2, 3, 128];
/** A longer marker is a mistake. */
const LONGEST_MARKER = 200;

/** The conflict marker style of the user's git configuration. */
export async function markersHere(folder: string, words: MarkerWords = {}): Promise<MarkerOptions> {
  const given = process.env['GIT_CONFIG_PARAMETERS'];
  const { stdout } = await runGit(['config', '--get', 'merge.conflictStyle'], {
    cwd: folder,
    reads: true,
    expect: [0, ...UNKNOWN],
    // Settings given by `git -c` to the git that started the driver.
    ...(given === undefined ? {} : { env: { GIT_CONFIG_PARAMETERS: given } }),
  });
  const style = stdout.trim();
  const size = Number(words.size);
  const isSize = Number.isInteger(size) && size > 0 && size <= LONGEST_MARKER;
  const plain = PLAIN_MARKERS.labels;
  return {
    style: style === 'diff3' || style === 'zdiff3' ? style : 'merge',
    size: isSize ? size : PLAIN_MARKERS.size,
    labels: {
      base: known(words.base) ?? plain.base,
      ours: known(words.ours) ?? plain.ours,
      theirs: known(words.theirs) ?? plain.theirs,
    },
  };
}

/** A git that does not know a placeholder passes it literally. */
function known(word: string | undefined): string | undefined {
  return word === undefined || word === '' || /^%[A-Z]$/.test(word) ? undefined : word;
}
