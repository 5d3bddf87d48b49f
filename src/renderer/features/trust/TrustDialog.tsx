import { useEffect, useState } from 'react';
import type { TrustView } from '../../../shared/contract/trust.ts';
import { useLink } from '../../link/index.ts';
import { act, useTrustRequest } from '../../page/act.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TrustItems } from './TrustItems.tsx';

/** Shows literally what the repository would run, and asks the person to trust it. */
export function TrustDialog() {
  const asked = useTrustRequest((state) => state.asked);
  const project = useWorkspace((state) => state.project?.id ?? null);
  if (!asked || !project) return null;
  return <Question project={project} answer={asked.answer} />;
}

function Question({ project, answer }: { project: string; answer(trusted: boolean): void }) {
  const { api } = useLink();
  const [view, setView] = useState<TrustView | null>(null);
  useEffect(() => {
    act(() => api.trust.show({ project })).then(setView);
  }, [api, project]);
  const accept = async () => {
    if (!view) return;
    const trusted = await act(() => api.trust.accept({ project, hash: view.hash }));
    answer(trusted?.trusted ?? false);
  };
  return (
    <Dialog
      wide
      open
      title={view?.trusted ? 'This repository is trusted' : 'Trust this repository?'}
      lead="A repository can make git and your agents run programs. This one would run the following on your machine."
      onClose={() => answer(false)}
      footer={
        <>
          <Button onClick={() => answer(false)}>Not now</Button>
          {view && !view.trusted && (
            <Button look="primary" onClick={accept}>
              Trust this repository
            </Button>
          )}
        </>
      }
    >
      {view ? (
        <div className="flex flex-col gap-2">
          {view.items.length === 0 && <p className="text-muted">It runs nothing automatically.</p>}
          <TrustItems items={view.items} />
          <p className="text-muted text-xs">
            Hash <code className="text-xs">{view.hash.slice(0, 16)}</code>; you are asked again when
            any of it changes.
          </p>
        </div>
      ) : (
        <p className="text-muted">Loading what would run…</p>
      )}
    </Dialog>
  );
}
