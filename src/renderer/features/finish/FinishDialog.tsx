import { useState } from 'react';
import { toast } from 'sonner';
import type { FinishView } from '../../../shared/contract/finish.ts';
import { counted } from '../../../shared/count-words.ts';
import { titleIn } from '../../../shared/names.ts';
import { stepWords } from '../../../shared/progress-words.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { follow } from '../../page/follow-progress.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LogView } from '../../ui/LogView.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { leftOutWords } from './finish-words.ts';
import { MergeIntoBase } from './MergeIntoBase.tsx';
import { PullRequest } from './PullRequest.tsx';
import { PushBranch } from './PushBranch.tsx';
import type { Doing } from './use-finish.ts';
import { type FinishTarget, useFinish } from './use-finish.ts';

/** Dialog for the last step of a feature: push, pull request, or merge into the base. */
export function FinishDialog() {
  const open = useOverlays((state) => state.open === 'finish');
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  if (!open || !project || !feature) return null;
  return <Steps target={{ project, feature }} />;
}

function Steps({ target }: { target: FinishTarget }) {
  const { api } = useLink();
  const { view, problem, refresh } = useFinish(target);
  const [running, setRunning] = useState<string | null>(null);
  const [log, setLog] = useState('');
  const close = () => openOverlay(null);
  const doing: Doing = async (words, open) => {
    setRunning(words);
    setLog('');
    const result = await act(async () =>
      follow(await open(), (event) => {
        if (event.kind === 'log') setLog((last) => last + event.text);
        else setRunning(stepWords(event, (key) => titleIn(null, key)));
      }),
    );
    setRunning(null);
    await refresh();
    return result;
  };
  const busy = running !== null;
  return (
    <Dialog
      wide
      open
      title="Finish"
      {...(view
        ? { lead: `${view.branch} is ${counted(view.ahead, 'commit')} ahead of ${view.base}.` }
        : {})}
      onClose={close}
      footer={<Button onClick={close}>Close</Button>}
    >
      {problem && <Notice live tone="bad" title={problem} />}
      {!view && !problem && <p className="text-muted">Loading the branches…</p>}
      {view && (
        <div className="flex flex-col gap-4">
          {view.unfinished && <Notice tone="warning" title={view.unfinished} />}
          <LeftOut view={view} />
          {view.uncommittedPlan && (
            <UncommittedPlan
              file={view.uncommittedPlan}
              project={target.project}
              onCommitted={refresh}
            />
          )}
          <PushBranch
            view={view}
            busy={busy}
            onPush={async () => {
              const done = await doing('Pushing', () => api.finish.push(target));
              if (done) toast.success(`Pushed ${done.ref} to ${done.remote}.`);
            }}
          />
          <PullRequest view={view} target={target} busy={busy} doing={doing} />
          <MergeIntoBase
            view={view}
            target={target}
            busy={busy}
            doing={doing}
            onChanged={refresh}
          />
          {running && (
            <p role="status" className="text-muted">
              {running}…
            </p>
          )}
          {log && <LogView label="Output" text={log} />}
        </div>
      )}
    </Dialog>
  );
}

/** Notice about agents that were left out and are therefore not in the feature branch. */
function LeftOut({ view }: { readonly view: FinishView }) {
  const run = useWorkspace((state) => state.run);
  if (view.leftOut.length === 0) return null;
  return (
    <Notice tone="warning" title={leftOutWords(view, (key) => titleOf(run, key))}>
      Merge it from the sync pane first, or finish without it.
    </Notice>
  );
}

/** Notice that the plan file is not committed, with a button to commit it: no merge includes it otherwise. */
function UncommittedPlan(props: { file: string; project: string; onCommitted(): void }) {
  const { api } = useLink();
  const { file, project, onCommitted } = props;
  return (
    <Notice
      tone="info"
      title={`The current version of ${file} is not committed, so no merge includes it.`}
      action={
        <Button
          onClick={async () => {
            const done = await act(() => api.plan.commit({ project, file }));
            if (done) onCommitted();
          }}
        >
          Commit plan
        </Button>
      }
    />
  );
}
