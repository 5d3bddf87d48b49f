import { homedir } from 'node:os';
import { join } from 'node:path';
import type { LoginProbe } from './login-environment.ts';

/** The CLI's configuration folder: the user's choice, otherwise `.claude` in their home. */
export async function claudeFolder(
  login: LoginProbe,
  added: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { env } = await login.read();
  const chosen = added['CLAUDE_CONFIG_DIR'] || env['CLAUDE_CONFIG_DIR'];
  return chosen || join(env['HOME'] || homedir(), '.claude');
}
