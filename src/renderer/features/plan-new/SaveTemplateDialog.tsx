import { type FormEvent, useId, useState } from 'react';
import { toast } from 'sonner';
import { featureName } from '../../../shared/feature-name.ts';
import { TEMPLATES } from '../../../shared/plan/templates.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { useRoles } from '../../page/roles.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';

/** Dialog that saves the open plan as a template of the project. */
export function SaveTemplateDialog() {
  const open = useOverlays((state) => state.open === 'save-template');
  const project = useWorkspace((state) => state.project?.id);
  const file = useWorkspace((state) => state.file);
  if (!open || !project || !file) return null;
  return <Form project={project} file={file} />;
}

const close = () => openOverlay(null);

function Form({ project, file }: { project: string; file: string }) {
  const { api } = useLink();
  const form = useId();
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const templates = useRoles((state) => state.templates);
  const name = featureName(words);
  const wrong = words.trim() === '' ? null : problemOf(name);
  const replace = templates.some((template) => template.name === name);
  const ready = name !== null && wrong === null && !busy;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    const saved = await act(() => api.plan.saveTemplate({ project, file, name: words, replace }));
    setBusy(false);
    if (!saved) return;
    close();
    toast.success(`Saved as the template ${saved.name}.`, {
      description: 'It is in .tributary/config.yaml and in New plan; commit the file to share it.',
    });
  };
  return (
    <Dialog
      open
      title="Save as template"
      lead="New plans can start from the agents, phases, scopes and prompts of this one."
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={form} look="primary" disabled={!ready}>
            {replace ? 'Replace template' : 'Save template'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field
          label="Template name"
          wrong={wrong !== null}
          hint={wrong ?? (replace ? `Replaces the template ${name}.` : hintFor(name))}
        >
          {(ids) => (
            <input
              {...ids}
              className={CONTROL}
              placeholder="Hardened feature"
              spellCheck={false}
              autoComplete="off"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function hintFor(name: string | null): string {
  return `On the command line: plan new ${name ?? '…'} <feature>.`;
}

function problemOf(name: string | null): string | null {
  if (name === null) return 'This gives no valid name: use Latin letters or digits.';
  return TEMPLATES.some((known) => known === name)
    ? `${name} is the name of a built-in pattern.`
    : null;
}
