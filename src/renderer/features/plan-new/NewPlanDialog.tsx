import { type FormEvent, useState } from 'react';
import { isKey, RESERVED_KEYS } from '../../../shared/names.ts';
import { optionalAgents, TEMPLATES, type Template } from '../../../shared/plan/templates.ts';
import { act } from '../../app/act.ts';
import { changeLayout } from '../../app/layout.ts';
import { openOverlay, useOverlays } from '../../app/overlays.ts';
import { showPane } from '../../app/panes.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { useLink } from '../../link/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { PatternPicture } from './PatternPicture.tsx';

const WORDS: Readonly<Record<Template, { title: string; about: string }>> = {
  'full-stack': {
    title: 'Full-stack',
    about: 'Design and data, then back end and front end, then QA.',
  },
  'api-heavy': {
    title: 'API-heavy',
    about: 'Data, then the API, then its consumers and unit tests.',
  },
  'ui-heavy': { title: 'UI-heavy', about: 'Design first, then the front end, then visual QA.' },
  blank: { title: 'Blank', about: 'An empty canvas.' },
};

/** Begins a plan from a pattern. */
export function NewPlanDialog() {
  const open = useOverlays((state) => state.open === 'new-plan');
  const project = useWorkspace((state) => state.project);
  if (!open || !project) return null;
  return <Form project={project.id} taken={project.plans.map((plan) => plan.feature ?? '')} />;
}

function Form({ project, taken }: { project: string; taken: readonly string[] }) {
  const { api } = useLink();
  const [template, setTemplate] = useState<Template>('full-stack');
  const [feature, setFeature] = useState('');
  const [include, setInclude] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const wrong = feature === '' ? null : problemOf(feature, taken);
  const close = () => openOverlay(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (feature === '' || wrong) return;
    setBusy(true);
    const made = await act(() =>
      api.plan.create({
        project,
        template,
        feature,
        include: include.filter((agent) => optionalAgents(template).includes(agent)),
      }),
    );
    setBusy(false);
    if (!made) return;
    close();
    useWorkspace.getState().setFile(made.file);
    changeLayout((layout) => ({ ...layout, plan: made.file }));
    showPane('graph');
  };
  return (
    <Dialog
      wide
      open
      title="New plan"
      lead="Pick how the work flows; everything can be changed in the graph afterwards."
      onClose={close}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Feature name"
          wrong={wrong !== null}
          hint={wrong ?? `Becomes plans/${feature || '…'}.plan.yaml and feature/${feature || '…'}.`}
        >
          {(ids) => (
            <input
              {...ids}
              className={CONTROL}
              placeholder="user-profile"
              spellCheck={false}
              autoComplete="off"
              value={feature}
              onChange={(event) => setFeature(event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1 font-medium text-muted text-sm">Pattern</legend>
          <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
            {TEMPLATES.map((name) => (
              <label
                key={name}
                className="flex cursor-default flex-col gap-1 rounded-lg border border-line p-2 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <span className="flex items-center gap-2 font-medium">
                  <input
                    type="radio"
                    name="template"
                    className="accent-[var(--accent)]"
                    checked={template === name}
                    onChange={() => setTemplate(name)}
                  />
                  {WORDS[name].title}
                </span>
                <PatternPicture template={name} include={include} />
                <span className="text-muted text-sm">{WORDS[name].about}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {optionalAgents(template).length > 0 && (
          <fieldset className="flex flex-wrap gap-4">
            <legend className="mb-1 font-medium text-muted text-sm">With these agents too</legend>
            {optionalAgents(template).map((agent) => (
              <label key={agent} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-[var(--accent)]"
                  checked={include.includes(agent)}
                  onChange={(event) =>
                    setInclude(
                      event.target.checked
                        ? [...include, agent]
                        : include.filter((one) => one !== agent),
                    )
                  }
                />
                {agent}
              </label>
            ))}
          </fieldset>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy || feature === '' || wrong !== null}>
            Create plan
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function problemOf(feature: string, taken: readonly string[]): string | null {
  if (RESERVED_KEYS.includes(feature)) return `The name ${feature} is reserved.`;
  if (!isKey(feature)) {
    return 'Use a lower-case letter, then letters, digits or dashes, at most 40.';
  }
  return taken.includes(feature) ? `There is a plan for ${feature} already.` : null;
}
