import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { parse, parseDocument } from 'yaml';
import { CoreFailure } from '../failure.ts';
import { requireOwnPlace } from '../own-place.ts';
import { setIn } from '../yaml/splice-yaml.ts';
import { CONFIG_FILE, readConfig } from './config.ts';

/** The id of `resources/schemas/config.schema.json`, which editors with YAML support map to the file. */
const SCHEMA = '# yaml-language-server: $schema=tributary://schemas/config.schema.json\n';

/**
 * Sets one entry of the configuration and leaves all other bytes as they are. Fails with `config.broken` when the file
 * is invalid, `config.notWritten` and `file.*`.
 */
export async function setConfig(
  checkout: string,
  path: readonly string[],
  value: unknown,
): Promise<void> {
  await readConfig(checkout);
  await requireOwnPlace(checkout, CONFIG_FILE);
  const file = join(checkout, CONFIG_FILE);
  const before = await readFile(file, 'utf8').catch(() => SCHEMA);
  const wanted = parseDocument(before);
  wanted.setIn(path, wanted.createNode(value));
  const spliced = setIn(before, path, value);
  // Where splicing fails (e.g. for an empty file), comments are kept but lines may be rewrapped.
  const isRight = readsAs(spliced, wanted.toJS());
  const text = isRight ? spliced : wanted.toString({ lineWidth: 0 });
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, text);
  } catch (thrown) {
    throw new CoreFailure({
      code: 'config.notWritten',
      message: `${CONFIG_FILE} could not be written: ${(thrown as Error).message}.`,
      data: { file: CONFIG_FILE },
    });
  }
}

function readsAs(text: string, expected: unknown): boolean {
  try {
    return isDeepStrictEqual(parse(text), expected);
  } catch {
    // The spliced text is not valid YAML.
    return false;
  }
}
