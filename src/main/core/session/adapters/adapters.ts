import { CoreFailure } from '../../failure.ts';
import type { SessionRequest } from '../sessions.ts';
import type { Adapter } from './adapter.ts';
import { claudeAdapter } from './claude.ts';
import { isOtherCli, otherCliAdapter } from './other-clis.ts';
import { commandAdapter, shellAdapter } from './shell.ts';
import { simAdapter } from './sim.ts';

/**
 * The adapter for an agent's `runs`. Throws CoreFailure `session.elsewhere` for agents without a session of the app.
 */
export function adapterOf(runs: SessionRequest['spec']['runs']): Adapter {
  if (runs === undefined || runs === 'claude') return claudeAdapter;
  if (runs === 'shell') return shellAdapter;
  if (runs === 'sim') return simAdapter;
  if (isOtherCli(runs)) return otherCliAdapter(runs);
  if ('command' in runs) return commandAdapter(runs.command);
  const where = 'remote' in runs ? runs.remote : runs.ssh;
  throw new CoreFailure({
    code: 'session.elsewhere',
    message: `This agent works elsewhere (${where}), so there is no session to start here.`,
    data: { where },
  });
}
