import type { SessionView } from '../../../shared/contract/session.ts';
import type { Link } from '../../link/index.ts';
import { backgroundKey, bringBack } from '../../page/background.ts';
import { showPane } from '../../page/panes.ts';
import { useSelection } from '../../page/selection.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { lead } from './pending-focus.ts';
import { terminalsOf } from './terminals.ts';

/** Brings an agent's terminal to the front and focuses it; without a session it only shows the pane. */
export function enterTerminal(link: Link, agent: string): void {
  const run = useWorkspace.getState().run;
  const session = run?.agents.find((one) => one.name === agent)?.session;
  if (run) bringBack([backgroundKey(run.feature, agent)]);
  useSelection.getState().select(agent);
  showPane('terminals');
  if (session) enter(link, session);
}

/** Brings the terminal of a session to the front and focuses it. */
export function enterSession(link: Link, session: SessionView): void {
  const { feature } = useWorkspace.getState().run ?? {};
  if (feature) bringBack([backgroundKey(feature, session.agent)]);
  showPane('terminals');
  enter(link, session);
}

function enter(link: Link, session: SessionView): void {
  lead(session.id);
  terminalsOf(link).of(session.id).focus();
}
