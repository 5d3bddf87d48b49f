import { SquareTerminal, Undo2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { type Api, useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { agoWords, sizeWords } from '../../ui/measure.ts';
import { Notice } from '../../ui/Notice.tsx';
import { showExtraSession } from '../terminals/index.ts';

type Found = Awaited<ReturnType<Api['session']['found']>>;

/** Dialog with claude conversations and sessions in this project's folders that the app did not start. */
export function FoundDialog() {
  const open = useOverlays((state) => state.open === 'found-sessions');
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  if (!open || !project || !feature) return null;
  return (
    <Dialog
      wide
      open
      title="Sessions found"
      lead="Conversations and background sessions of claude in this project's worktrees that the app did not start."
      onClose={() => openOverlay(null)}
    >
      <FoundLists project={project} feature={feature} />
    </Dialog>
  );
}

function FoundLists({ project, feature }: { project: string; feature: string }) {
  const link = useLink();
  const { api } = link;
  const run = useWorkspace((state) => state.run);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    act(() => api.session.found({ project, feature })).then((read) => read && setFound(read));
  }, [api, project, feature]);
  if (!found) {
    return (
      <p role="status" className="text-muted">
        Looking…
      </p>
    );
  }
  const adopt = async (agent: string, conversation: string) => {
    const done = await act(() => api.session.adopt({ project, feature, agent, conversation }));
    if (!done) return;
    toast.success(`${titleOf(run, agent)} continues this conversation at its next start.`);
    openOverlay(null);
  };
  const attach = async (id: string, title: string) => {
    const session = await act(() => api.session.attach({ project, feature, id }));
    if (!session) return;
    openOverlay(null);
    showExtraSession(link, { title, session });
  };
  const now = Date.now();
  return (
    <div className="flex flex-col gap-4">
      {found.problem && <Notice tone="warning" title={found.problem} />}
      <List
        title="In the background"
        none="No background sessions of claude here."
        rows={found.background.map(({ id, name, cwd, state }) => ({
          key: id,
          title: name,
          facts: `${state} · ${cwd}`,
          action: (
            <Button icon={SquareTerminal} onClick={() => attach(id, name)}>
              Show terminal
            </Button>
          ),
        }))}
      />
      <List
        title="Earlier conversations"
        none="The worktrees of this plan have no other conversations."
        rows={found.conversations.map(({ agent, conversation, prompt, at, bytes }) => ({
          key: conversation,
          title: prompt,
          facts: `${titleOf(run, agent)} · ${agoWords(at, now)} · ${sizeWords(bytes)}`,
          action: (
            <Button icon={Undo2} onClick={() => adopt(agent, conversation)}>
              Continue this conversation
            </Button>
          ),
        }))}
      />
    </div>
  );
}

interface Row {
  readonly key: string;
  readonly title: string;
  readonly facts: string;
  readonly action: ReactNode;
}

function List({ title, none, rows }: { title: string; none: string; rows: readonly Row[] }) {
  return (
    <section aria-label={title}>
      <h3 className="font-medium text-muted text-sm">{title}</h3>
      {rows.length === 0 && <p className="text-muted text-sm">{none}</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.key} className="flex items-center gap-3 border-line border-b py-1.5">
            <div className="min-w-0 flex-1">
              <p className="truncate" dir="auto" title={row.title}>
                {row.title}
              </p>
              <p className="truncate text-muted text-sm" title={row.facts}>
                {row.facts}
              </p>
            </div>
            {row.action}
          </li>
        ))}
      </ul>
    </section>
  );
}
