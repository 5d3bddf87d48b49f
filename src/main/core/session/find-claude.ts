import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { WORKTREES_ONLY } from '../../../shared/remedies.ts';
import { CoreFailure } from '../failure.ts';
import { type Machine, pathOf, programIn, programNames, thisMachine } from '../program-search.ts';
import type { LoginProbe } from './login-environment.ts';
import { expandHome } from './tributary-home.ts';

export interface FoundClaude {
  readonly path: string;
  readonly from: 'setting' | 'path' | 'login-path' | 'known-place';
}

/**
 * Finds the `claude` program: `TRIBUTARY_CLAUDE` or `claudePath` in `<home>/settings.json`, PATH, the login shell's
 * PATH, known locations. Throws CoreFailure `claude.notFound`, or `claude.settingWrong` when the setting is wrong.
 */
export async function findClaude(
  home: string,
  login: LoginProbe,
  machine: Machine = thisMachine(),
): Promise<FoundClaude> {
  const paths = machine.platform === 'win32' ? win32 : posix;
  const setting = machine.env['TRIBUTARY_CLAUDE'] || readSetting(home);
  if (setting) {
    const path = expandHome(setting);
    if (machine.isProgram(path)) return { path, from: 'setting' };
    throw new CoreFailure({
      code: 'claude.settingWrong',
      message: `The setting claudePath names ${setting}, where no program is.`,
      remedy: `Correct claudePath in ${paths.join(home, 'settings.json')} (or TRIBUTARY_CLAUDE).`,
      data: { path: setting },
    });
  }
  const onPath = programIn(pathOf(machine.env), 'claude', machine);
  if (onPath) return { path: onPath, from: 'path' };
  const { env } = await login.read();
  const onLoginPath = programIn(pathOf(env), 'claude', machine);
  if (onLoginPath) return { path: onLoginPath, from: 'login-path' };
  const known = knownPlaces({ ...machine, env: { ...machine.env, ...env } });
  const found = known.find(machine.isProgram);
  if (found) return { path: found, from: 'known-place' };
  throw new CoreFailure({
    code: 'claude.notFound',
    message: 'The claude program was not found.',
    remedy: `Install Claude Code (npm install --global @anthropic-ai/claude-code), or name it as claudePath in ${paths.join(home, 'settings.json')}, or ${WORKTREES_ONLY}.`,
  });
}

function readSetting(home: string): string | null {
  try {
    const settings: unknown = JSON.parse(readFileSync(posix.join(home, 'settings.json'), 'utf8'));
    if (typeof settings !== 'object' || settings === null || !('claudePath' in settings))
      return null;
    return typeof settings.claudePath === 'string' ? settings.claudePath : null;
  } catch {
    // Missing or unreadable settings.
    return null;
  }
}

/** Where installers put it: the native one, the old local one, npm with the user's own prefix. */
function knownPlaces(machine: Machine): string[] {
  const { env, platform } = machine;
  const windows = platform === 'win32';
  const paths = windows ? win32 : posix;
  const home = (windows && env['USERPROFILE']) || homedir();
  const prefix = npmPrefix(home, env);
  const folders = windows
    ? [
        paths.join(home, '.local', 'bin'),
        ...(env['APPDATA'] ? [paths.join(env['APPDATA'], 'npm')] : []),
        ...(env['LOCALAPPDATA'] ? [paths.join(env['LOCALAPPDATA'], 'pnpm')] : []),
        ...(prefix ? [prefix] : []),
      ]
    : [
        paths.join(home, '.local/bin'),
        paths.join(home, '.claude/local'),
        '/usr/local/bin',
        '/opt/homebrew/bin',
        ...(prefix ? [paths.join(prefix, 'bin')] : []),
      ];
  const names = programNames('claude', machine);
  return folders.flatMap((folder) => names.map((name) => paths.join(folder, name)));
}

/**
 * npm's global folder, if the user has configured it; otherwise it is node's own, which is on the PATH. Asking npm
 * would take longer than the whole start.
 */
function npmPrefix(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named =
    env['npm_config_prefix'] ?? env['NPM_CONFIG_PREFIX'] ?? prefixIn(posix.join(home, '.npmrc'));
  return named && expandHome(named.replace(/\$\{HOME\}/, home));
}

function prefixIn(file: string): string | undefined {
  try {
    return /^\s*prefix\s*=\s*"?(.*?)"?\s*$/m.exec(readFileSync(file, 'utf8'))?.[1];
  } catch {
    // Missing or unreadable.
    return undefined;
  }
}
