import { userShell } from '../login-environment.ts';
import type { Adapter } from './adapter.ts';
import { asArgument } from './argument.ts';

/** The user's own shell: somebody works by hand. */
export const shellAdapter: Adapter = {
  check: async () => undefined,
  program: async (_request, around) => {
    const { env } = await around.login.read();
    const file = (process.platform !== 'win32' && env['SHELL']) || userShell();
    return { kind: 'shell', file, args: [], env: {}, configDir: null };
  },
};

/** A shell line of the plan. Trust in it is the caller's to check, before. */
export function commandAdapter(command: string): Adapter {
  return {
    check: async () => undefined,
    program: async ({ briefing, say, spec }) => ({
      kind: 'command',
      file: '/bin/sh',
      args: ['-c', command],
      // What the line does with it is its own business.
      env: {
        TRIBUTARY_BRIEFING: asArgument(briefing),
        TRIBUTARY_PROMPT: asArgument(say ?? spec.prompt ?? ''),
      },
      configDir: null,
    }),
  };
}
