import { homedir } from 'node:os';
import { join } from 'node:path';
import type { LoginProbe } from './login-environment.ts';

/** The folder in which the CLI keeps what it knows: the user's own choice, else `.claude` in their home. */
export async function claudeFolder(
  login: LoginProbe,
  added: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { env } = await login.read();
  const chosen = added['CLAUDE_CONFIG_DIR'] || env['CLAUDE_CONFIG_DIR'];
  return chosen || join(env['HOME'] || homedir(), '.claude');
}
