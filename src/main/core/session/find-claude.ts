import { execFile } from 'node:child_process';
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
  const known = (await knownPlaces(env['PATH'])).find(isProgram);
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

async function knownPlaces(path: string | undefined): Promise<string[]> {
  const home = homedir();
  const places = [
    join(home, '.local/bin/claude'),
    join(home, '.claude/local/claude'),
    '/usr/local/bin/claude',
    '/opt/homebrew/bin/claude',
  ];
  const prefix = await npmPrefix(path);
  return prefix ? [...places, join(prefix, 'bin/claude')] : places;
}

/** npm's global folder; null without npm. */
function npmPrefix(path: string | undefined): Promise<string | null> {
  const env = { ...process.env, PATH: path ?? process.env['PATH'] ?? '' };
  return new Promise((resolve) => {
    execFile('npm', ['prefix', '-g'], { env, timeout: 5000 }, (error, stdout) => {
      resolve(error ? null : stdout.trim() || null);
    });
  });
}
