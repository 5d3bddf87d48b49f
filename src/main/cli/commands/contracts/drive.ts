import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Answer, type CommonOptions, note, print } from '../../output.ts';
import { markersHere } from './markers.ts';
import { mergeFiles, nameInside } from './merge-files.ts';
import { tell } from './tell.ts';
import { MISSING, readVersion } from './versions.ts';

/** git's values for `%B %P %L %S %X %Y`. */
type Given = readonly [base: string, ours: string, theirs: string, ...(string | undefined)[]];

/**
 * Merges as a git merge driver, into the file of ours. Exits with at most 1: git treats 128 and above as a broken
 * driver and aborts the whole merge.
 */
export async function drive(
  options: CommonOptions,
  ...[base, ours, theirs, name, size, ofBase, ofOurs, ofTheirs]: Given
): Promise<Answer> {
  try {
    const folder = options.project ?? '.';
    const [markers, before = null, own = null, other = null] = await Promise.all([
      markersHere(folder, { size, base: ofBase, ours: ofOurs, theirs: ofTheirs }),
      ...[base, ours, theirs].map((file) => readVersion(folder, file)),
    ]);
    const heads = [
      { name: markers.labels.ours, bytes: own },
      { name: markers.labels.theirs, bytes: other },
    ];
    const as = { folder, path: name ?? nameInside(ours), markers };
    const { merged, policy, isHeld, answer } = await mergeFiles({ base: before, heads }, as);
    if (ours !== MISSING) await writeFile(resolve(folder, ours), merged.bytes);
    const { outcome, method, conflicts, decisions, findings } = merged;
    if (options.json) print(options, { outcome, method, conflicts, decisions, findings }, []);
    tell(merged, { name: name ?? ours, policy, isHeld });
    return answer;
  } catch (thrown) {
    note(`${name ?? ours}: not merged. ${thrown instanceof Error ? thrown.message : thrown}`);
    return 1;
  }
}
