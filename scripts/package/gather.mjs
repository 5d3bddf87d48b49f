import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { checksumLines } from './checksums.mjs';

const CHECKSUMS = 'SHA256SUMS';
/** What the updater reads; builds for two processors of a system write one of the same name each. */
const UPDATES = /^latest.*\.yml$/;

/**
 * Puts what several machines packaged (a folder of each in `from`) into one folder with one list of checksums. Throws when a
 * file is not what its machine's own list says, or when two have made different files of one name.
 */
export function gather(from, to) {
  mkdirSync(to, { recursive: true });
  for (const machine of readdirSync(from)) {
    const folder = join(from, machine);
    const names = readdirSync(folder).filter((name) => !name.startsWith(CHECKSUMS));
    const lists = readdirSync(folder).filter((name) => name.startsWith(CHECKSUMS));
    const listed = lists.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    if (checksumLines(folder, names) !== listed)
      throw new Error(`${machine} differs from its list`);
    for (const name of names) take(join(folder, name), join(to, name), name);
  }
  writeFileSync(
    join(to, CHECKSUMS),
    checksumLines(
      to,
      readdirSync(to).filter((name) => name !== CHECKSUMS),
    ),
  );
}

function take(source, target, name) {
  if (!existsSync(target)) copyFileSync(source, target);
  else if (UPDATES.test(name)) writeFileSync(target, joined(target, source));
  else throw new Error(`Two machines have made ${name}`);
}

/** One description of a release with the files of both. */
function joined(one, other) {
  const [first, second] = [one, other].map((path) => parse(readFileSync(path, 'utf8')));
  if (first.version !== second.version) throw new Error(`${other} describes another version`);
  return stringify({ ...first, files: [...first.files, ...second.files] });
}

const [from, to] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename) gather(from, to);
