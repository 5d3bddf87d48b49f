import { userShell } from '../login-environment.ts';
import type { Adapter } from './adapter.ts';
import { asArgument } from './argument.ts';

/** The user's own shell, for working by hand. */
export const shellAdapter: Adapter = {
  check: async () => undefined,
  program: async (_request, around) => {
    const { env } = await around.login.read();
    const file = (process.platform !== 'win32' && env['SHELL']) || userShell();
    return { kind: 'shell', file, args: [], env: {}, configDir: null };
  },
};

/** A shell command of the plan. The caller must have checked that it is trusted. */
export function commandAdapter(command: string): Adapter {
  return {
    check: async () => undefined,
    program: async ({ briefing, say, spec }) => ({
      kind: 'command',
      file: '/bin/sh',
      args: ['-c', command],
      // Available to the command, which may ignore them.
      env: {
        TRIBUTARY_BRIEFING: asArgument(briefing),
        TRIBUTARY_PROMPT: asArgument(say ?? spec.prompt ?? ''),
      },
      configDir: null,
    }),
  };
}
