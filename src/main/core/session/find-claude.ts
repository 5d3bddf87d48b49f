import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CoreFailure } from '../failure.ts';
import { expandHome } from './home.ts';
import type { LoginProbe } from './login-environment.ts';

export interface FoundClaude {
  readonly path: string;
  readonly from: 'setting' | 'path' | 'login-path' | 'known-place';
}

/**
 * Looks for the `claude` program: `TRIBUTARY_CLAUDE` or `claudePath` in `<home>/settings.json`, PATH, the login shell's
 * PATH, known places. Throws CoreFailure `claude.notFound`, or `claude.settingWrong` when the setting names nothing.
 */
export async function findClaude(home: string, login: LoginProbe): Promise<FoundClaude> {
  const setting = process.env['TRIBUTARY_CLAUDE'] || readSetting(home);
  if (setting) {
    const path = expandHome(setting);
    if (isProgram(path)) return { path, from: 'setting' };
    throw new CoreFailure({
      code: 'claude.settingWrong',
      message: `The setting claudePath names ${setting}, where no program is.`,
      remedy: `Correct claudePath in ${join(home, 'settings.json')} (or TRIBUTARY_CLAUDE).`,
      data: { path: setting },
    });
  }
  const onPath = inPath(process.env['PATH']);
  if (onPath) return { path: onPath, from: 'path' };
  const { env } = await login.read();
  const onLoginPath = inPath(env['PATH']);
  if (onLoginPath) return { path: onLoginPath, from: 'login-path' };
  const known = knownPlaces({ ...process.env, ...env }).find(isProgram);
  if (known) return { path: known, from: 'known-place' };
  throw new CoreFailure({
    code: 'claude.notFound',
    message: 'The claude program was not found.',
    remedy: `Install Claude Code, or name it as claudePath in ${join(home, 'settings.json')}, or start with --worktrees-only.`,
  });
}

function readSetting(home: string): string | null {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));
    if (typeof settings !== 'object' || settings === null || !('claudePath' in settings))
      return null;
    return typeof settings.claudePath === 'string' ? settings.claudePath : null;
  } catch {
    // No settings, or none that can be read: the same as none for this question.
    return null;
  }
}

function inPath(path: string | undefined): string | null {
  const folders = (path ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return folders.map((folder) => join(folder, 'claude')).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there or not executable.
    return false;
  }
}

function knownPlaces(env: Readonly<Record<string, string | undefined>>): string[] {
  const home = homedir();
  const places = [
    join(home, '.local/bin/claude'),
    join(home, '.claude/local/claude'),
    '/usr/local/bin/claude',
    '/opt/homebrew/bin/claude',
  ];
  const prefix = npmPrefix(home, env);
  return prefix ? [...places, join(prefix, 'bin/claude')] : places;
}

/**
 * npm's global folder where a person has set it; else it is node's own, whose programs are on the PATH already. Asking npm
 * would take longer than everything else that starting takes.
 */
function npmPrefix(
  home: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named =
    env['npm_config_prefix'] ?? env['NPM_CONFIG_PREFIX'] ?? prefixIn(join(home, '.npmrc'));
  return named && expandHome(named.replace(/\$\{HOME\}/, home));
}

function prefixIn(file: string): string | undefined {
  try {
    return /^\s*prefix\s*=\s*"?(.*?)"?\s*$/m.exec(readFileSync(file, 'utf8'))?.[1];
  } catch {
    // Not there, or not for us to read.
    return undefined;
  }
}
