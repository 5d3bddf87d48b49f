import type { Policy } from '../../../core/contracts/types.ts';
import { type Answer, type CommonOptions, print } from '../../output.ts';
import { markersHere } from './markers.ts';
import { mergeFiles, nameInside } from './merge-files.ts';
import { tell } from './tell.ts';
import { readVersion } from './versions.ts';

interface MergeOptions extends CommonOptions {
  readonly base: string;
  readonly ours: string;
  readonly theirs: readonly string[];
  readonly policy?: Policy;
  readonly path?: string;
}

/** Prints the merged file to stdout. */
export async function merge(options: MergeOptions): Promise<Answer> {
  const folder = options.project ?? '.';
  const name = options.path ?? options.ours;
  const files = [options.base, options.ours, ...options.theirs];
  const [markers, base = null, ...versions] = await Promise.all([
    markersHere(folder),
    ...files.map((file) => readVersion(folder, file)),
  ]);
  const heads = versions.map((bytes, index) => ({ name: files[index + 1] ?? '', bytes }));
  const path = options.path ?? nameInside(options.ours);
  const as = { folder, path, markers, policy: options.policy };
  const { merged, policy, isHeld, answer } = await mergeFiles({ base, heads }, as);
  const { bytes, ...rest } = merged;
  if (options.json) print(options, { ...rest, text: Buffer.from(bytes).toString('utf8') }, []);
  else {
    process.stdout.write(bytes);
    tell(merged, { name, policy, isHeld });
  }
  return answer;
}
