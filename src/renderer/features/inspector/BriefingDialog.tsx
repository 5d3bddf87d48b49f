import { FileText, RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BriefingView } from '../../../shared/contract/session.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SCROLLABLE } from '../../ui/scrollable.ts';

/** Button that opens the briefing of an agent's next session, to read and to edit. */
export function BriefingButton({ agent }: { agent: string }) {
  const [open, setOpen] = useState(false);
  const project = useWorkspace((state) => state.project?.id ?? null);
  const feature = useWorkspace((state) => state.run?.feature ?? null);
  if (!project || !feature) return null;
  return (
    <>
      <Button icon={FileText} onClick={() => setOpen(true)}>
        Briefing
      </Button>
      {open && (
        <BriefingDialog target={{ project, feature, agent }} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

interface BriefingDialogProps {
  readonly target: { readonly project: string; readonly feature: string; readonly agent: string };
  onClose(): void;
}

function BriefingDialog({ target, onClose }: BriefingDialogProps) {
  const { api } = useLink();
  const run = useWorkspace((state) => state.run);
  const [briefing, setBriefing] = useState<BriefingView | null>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [wanted] = useState(target);
  useEffect(() => {
    act(() => api.session.briefing(wanted)).then((read) => (read ? setBriefing(read) : null));
  }, [api, wanted]);
  const save = async (task: string | null) => {
    const saved = await act(() => api.session.setBriefing({ ...wanted, task }));
    if (!saved) return false;
    setBriefing(saved);
    setDraft(null);
    return true;
  };
  const text = draft ?? briefing?.task ?? '';
  return (
    <Dialog
      wide
      open
      title={`Briefing of ${titleOf(run, wanted.agent)}`}
      lead="Sent before its prompt at the next start of its session. A running session keeps the briefing it started with."
      onClose={onClose}
      footer={
        <>
          {(briefing?.edited || draft !== null) && (
            <Button look="quiet" icon={RotateCcw} onClick={() => save(null)}>
              Use the generated text
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={draft === null || draft.trim() === ''}
            onClick={async () => {
              if (await save(text)) onClose();
            }}
          >
            Save
          </Button>
        </>
      }
    >
      {briefing ? (
        <div className="flex flex-col gap-3">
          {briefing.stale && (
            <Notice
              tone="warning"
              title="The plan or a contract has changed since this text was written."
            >
              Compare it with the generated text, or switch back to the generated one.
            </Notice>
          )}
          <Field
            label="Task"
            hint={
              briefing.edited
                ? 'Edited by a person.'
                : 'Generated from the plan. Edit it to use your own text.'
            }
          >
            {(ids) => (
              <textarea
                {...ids}
                dir="auto"
                rows={12}
                value={text}
                onChange={(event) => setDraft(event.target.value)}
                className={`${CONTROL} h-auto resize-y py-1`}
              />
            )}
          </Field>
          <section aria-label="Generated at each start">
            <h3 className="font-medium text-muted text-sm">Added at each start</h3>
            <pre
              {...SCROLLABLE}
              className="max-h-48 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-sunken p-2 font-code text-xs [overflow-wrap:anywhere]"
            >
              {briefing.facts}
            </pre>
          </section>
        </div>
      ) : (
        <p role="status" className="text-muted">
          Reading…
        </p>
      )}
    </Dialog>
  );
}
