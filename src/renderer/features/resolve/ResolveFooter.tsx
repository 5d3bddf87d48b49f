import { Bot, GitMerge, SquareTerminal } from 'lucide-react';
import type { ConflictList } from '../../../shared/contract/resolve.ts';
import { useLink } from '../../link/index.ts';
import { isClaudeMissing } from '../../page/claude.ts';
import { closeSheet, type ResolveTarget } from '../../page/sheets.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { mergeWords, openSync, orderKey, useMergeCount } from '../sync/index.ts';
import { showExtraSession } from '../terminals/index.ts';
import { askSession, useAsking } from './ask-session.ts';

interface ResolveFooterProps {
  readonly target: ResolveTarget;
  readonly list: ConflictList;
}

/** Actions for all files: asking an agent, and merging once everything is resolved. */
export function ResolveFooter({ target, list }: ResolveFooterProps) {
  const link = useLink();
  const asking = useAsking((state) => state.running);
  const sync = useWorkspace((state) => state.run?.syncs.find((one) => one.name === target.sync));
  const branches = useMergeCount(sync);
  const isMissing = useWorkspace((state) => isClaudeMissing(state.project?.checks ?? []));
  const open = list.conflicts.filter((one) => one.state === 'open').length;
  const { session } = list;
  const merge = () => {
    closeSheet();
    openSync(target.sync, link.api);
  };
  return (
    <footer className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-line border-t bg-raised px-3 py-1.5">
      {session && <SessionWords session={session} />}
      <span className="flex-1" />
      {session?.view && (
        <Button
          icon={SquareTerminal}
          onClick={() => {
            const { view } = session;
            closeSheet();
            if (view) showExtraSession(link, { title: 'Resolver', session: view });
          }}
        >
          Go to its terminal
        </Button>
      )}
      {open > 0 && isMissing && (
        <p className="text-muted text-sm">claude was not found, so no agent can be asked.</p>
      )}
      {open > 0 && !isMissing && (
        <Button
          icon={Bot}
          disabled={asking !== null || session?.view?.alive === true}
          onClick={() => askSession(link.api, target)}
        >
          {asking?.key === orderKey(target) ? `Asking: ${asking.step}` : 'Ask an agent to resolve'}
        </Button>
      )}
      {open === 0 && branches > 0 && (
        <>
          <p role="status">All conflicts are resolved.</p>
          <Button look="primary" icon={GitMerge} onClick={merge}>
            {mergeWords(branches)}
          </Button>
        </>
      )}
    </footer>
  );
}

function SessionWords({ session }: { session: NonNullable<ConflictList['session']> }) {
  const { view, proposed, strayed } = session;
  const files = proposed.length === 1 ? '1 file' : `${proposed.length} files`;
  return (
    <div className="min-w-0">
      <p role="status" className="text-sm">
        {view ? activityWords(view) : 'The session has ended.'}{' '}
        {proposed.length > 0 && `It has a proposal for ${files}.`}
      </p>
      {strayed.length > 0 && (
        <p className="text-needs text-sm [overflow-wrap:anywhere]">
          It also changed {strayed.join(', ')}: these changes are ignored.
        </p>
      )}
    </div>
  );
}

function activityWords(view: NonNullable<NonNullable<ConflictList['session']>['view']>): string {
  if (!view.alive) return 'The session has ended.';
  if (view.activity === 'needs-you') {
    return `The session waits for you${view.message ? `: ${view.message}` : '.'}`;
  }
  if (view.activity === 'finished') return 'The session reports that it has finished.';
  return 'The session is working.';
}
