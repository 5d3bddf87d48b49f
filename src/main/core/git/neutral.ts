import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ConfigSetting, configSettings } from './listings.ts';

/** A configuration setting that overrides the repository's. */
type Setting = readonly [name: string, value: string];

/**
 * Prevents git from running anything named in a repository's configuration: hooks, signing, pagers, transports.
 * Programs with names of their own (filters, merge drivers, diff programs) are disabled by `driverSettings`.
 */
const NEUTRAL: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['diff.external', ''],
  ['commit.gpgsign', 'false'],
  ['tag.gpgsign', 'false'],
  ['core.pager', 'cat'],
  ['core.editor', 'true'],
  ['sequence.editor', 'true'],
  ['core.askPass', ''],
  ['core.alternateRefsCommand', ''],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.ext.allow', 'never'],
  ['core.sshCommand', 'false'],
  ['credential.helper', ''],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['log.showSignature', 'false'],
  ['merge.verifySignatures', 'false'],
  ['merge.autoStash', 'false'],
  ['merge.renormalize', 'false'],
  ['advice.detachedHead', 'false'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['i18n.logOutputEncoding', 'UTF-8'],
];

/** The settings that `driverSettings` and `hasIncludes` need; reading configuration runs nothing. */
export const NAMED_PROGRAMS = configSettings(
  '--get-regexp',
  '^(filter|merge|diff|hook)\\.|^core\\.fsmonitor$|^include(if\\..*)?\\.path$',
);

/** Whether these settings also depend on files that `configFingerprint` does not cover. */
export function hasIncludes(settings: readonly ConfigSetting[]): boolean {
  return settings.some(
    ({ key, value }) => value !== null && /^include(if\..*)?\.path$/is.test(key),
  );
}

/**
 * The settings that disable each program in `NAMED_PROGRAMS`. The literal `core.fsmonitor=true` means git's own daemon
 * and stays; any other value names a program.
 */
export function driverSettings(named: readonly ConfigSetting[]): readonly Setting[] {
  const settings: Setting[] = [];
  const seen = new Set<string>();
  let monitor = 'false';
  for (const { key, value } of named) {
    if (key === 'core.fsmonitor') monitor = value === 'true' ? 'true' : 'false';
    const [, kind, driver] = /^(filter|merge|diff|hook)\.(.+)\.[^.]+$/s.exec(key) ?? [];
    if (!kind || !driver || seen.has(`${kind}.${driver}`)) continue;
    seen.add(`${kind}.${driver}`);
    settings.push(...programsOf(kind, driver));
  }
  return [...settings, ['core.fsmonitor', monitor]];
}

function programsOf(kind: string, driver: string): Setting[] {
  const named = (key: string, value = ''): Setting => [`${kind}.${driver}.${key}`, value];
  switch (kind) {
    case 'filter':
      return [named('clean'), named('smudge'), named('process'), named('required', 'false')];
    case 'merge':
      // git fails on an empty driver; a driver that fails is a conflict.
      return [named('driver', 'false')];
    case 'hook':
      return [named('enabled', 'false'), named('command', 'true')];
    default:
      return [named('textconv'), named('command')];
  }
}

/** Settings as environment variables, which unlike `-c` allow names with an equals sign. */
export function settingsEnvironment(drivers: readonly Setting[]): Record<string, string> {
  const settings = [...NEUTRAL, ...drivers];
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([name, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = name;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return env;
}

/**
 * Changes whenever the configuration of the repository around `cwd` is written; empty when there is none. Saves a `git
 * config` per command.
 */
export async function configFingerprint(cwd: string): Promise<string> {
  const gitDir = await findGitDir(cwd);
  if (gitDir === null) return '';
  const common = await readPointer(join(gitDir, 'commondir'), gitDir);
  const files = [join(common ?? gitDir, 'config'), join(gitDir, 'config.worktree')];
  const stamps = await Promise.all(files.map(stamp));
  return [gitDir, ...stamps].join('\0');
}

async function findGitDir(cwd: string): Promise<string | null> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const dotGit = join(folder, '.git');
    const info = await stat(dotGit).catch(() => null);
    if (info?.isDirectory()) return dotGit;
    if (info?.isFile()) return readPointer(dotGit, folder);
    // A bare repository, or a folder inside `.git`.
    if (await stat(join(folder, 'HEAD')).catch(() => null)) return folder;
    if (dirname(folder) === folder) return null;
  }
}

async function readPointer(file: string, from: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : resolve(from, text.replace(/^gitdir: /, '').trimEnd());
}

async function stamp(file: string): Promise<string> {
  const info = await stat(file, { bigint: true }).catch(() => null);
  // Unlike the modification time, ctime cannot be set back.
  return info ? `${info.ino}:${info.size}:${info.mtimeNs}:${info.ctimeNs}` : '-';
}
