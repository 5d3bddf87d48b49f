import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files of about 4 KB, 27 to a folder: the shape of a large suite of small files. */
const PER_FOLDER = 27;
const LINES = 80;

/** A repository of `files` generated files in one commit, in a folder of its own. */
export function makeBigRepository(files) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-bench-git-')));
  const path = join(root, 'big');
  const git = (args, options = {}) => {
    const { status, stdout, stderr } = spawnSync('git', args, {
      cwd: path,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      ...options,
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  mkdirSync(path);
  git(['init', '-q', '-b', 'main']);
  git(['config', 'user.name', 'Bench']);
  git(['config', 'user.email', 'bench@example.com']);
  for (let index = 0; index < files; index += 1) {
    const file = join(path, nameOf(index));
    if (index % PER_FOLDER === 0) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, textOf(index));
  }
  git(['add', '-A']);
  git(['commit', '-q', '-m', 'All files']);
  // As a repository that was cloned: one pack.
  git(['repack', '-q', '-a', '-d']);
  return { root, path, git, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export function nameOf(index) {
  const folder = Math.floor(index / PER_FOLDER);
  return `area-${folder % 40}/part-${folder}/file-${index}.txt`;
}

export function textOf(index) {
  return Array.from(
    { length: LINES },
    (_, line) => `line ${line} of file ${index}, as it began\n`,
  ).join('');
}
