import { type FormEvent, useId, useState } from 'react';
import { featureName } from '../../../shared/feature-name.ts';
import { optionalAgents, TEMPLATES } from '../../../shared/plan/templates.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { changeLayout } from '../../page/layout.ts';
import { showPlan } from '../../page/open-plan.ts';
import { openOverlay, useOverlays } from '../../page/overlays.ts';
import { showPane } from '../../page/panes.ts';
import { useRoles } from '../../page/roles.ts';
import { useWorkspace } from '../../page/workspace.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { PatternField } from './PatternField.tsx';
import { ProposalList } from './ProposalList.tsx';
import { useProposal } from './use-proposal.ts';

/** Dialog that creates a plan fitted to the repository. */
export function NewPlanDialog() {
  const open = useOverlays((state) => state.open === 'new-plan');
  const project = useWorkspace((state) => state.project);
  if (!open || !project) return null;
  return <Form project={project.id} taken={project.plans.map((plan) => plan.feature ?? '')} />;
}

const close = () => openOverlay(null);

function Form({ project, taken }: { project: string; taken: readonly string[] }) {
  const { api } = useLink();
  const form = useId();
  const [template, setTemplate] = useState('full-stack');
  const [words, setWords] = useState('');
  const [about, setAbout] = useState('');
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const feature = featureName(words);
  const wrong = words.trim() === '' ? null : problemOf(feature, taken);
  const optional = optionalOf(template);
  const include = asked.filter((agent) => optional.includes(agent));
  const proposed = useProposal({
    project,
    template,
    feature: feature ?? 'feature',
    about,
    include,
  });
  const templates = useRoles((state) => state.templates);
  const ready = feature !== null && wrong === null && !busy;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    const made = await act(() => api.plan.create({ project, template, feature, about, include }));
    setBusy(false);
    if (!made) return;
    close();
    showPlan(made.file);
    changeLayout((layout) => ({ ...layout, plan: made.file }));
    showPane('graph');
  };
  return (
    <Dialog
      wide
      open
      title="New plan"
      lead="Choose a pattern. You can change everything in the graph afterwards."
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={form} look="primary" disabled={!ready}>
            Create plan
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid grid-cols-1 gap-3 md:grid-cols-[2fr_3fr]">
          <Field label="Feature name" wrong={wrong !== null} hint={wrong ?? becomes(feature)}>
            {(ids) => (
              <input
                {...ids}
                className={CONTROL}
                placeholder="User profile"
                spellCheck={false}
                autoComplete="off"
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
            )}
          </Field>
          <Field label="What it is for" hint="One line; it goes into every prompt.">
            {(ids) => (
              <input
                {...ids}
                className={CONTROL}
                placeholder="e.g. People can edit their name and picture."
                autoComplete="off"
                value={about}
                onChange={(event) => setAbout(event.target.value)}
              />
            )}
          </Field>
        </div>
        <PatternField
          chosen={template}
          include={include}
          templates={templates}
          choose={setTemplate}
        />
        {optional.length > 0 && (
          <fieldset className="flex flex-wrap gap-4">
            <legend className="mb-1 font-medium text-muted text-sm">Optional agents</legend>
            {optional.map((agent) => (
              <label key={agent} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-[var(--accent)]"
                  checked={asked.includes(agent)}
                  onChange={(event) =>
                    setAsked(
                      event.target.checked
                        ? [...asked, agent]
                        : asked.filter((one) => one !== agent),
                    )
                  }
                />
                {agent}
              </label>
            ))}
          </fieldset>
        )}
        <ProposalList {...proposed} />
      </form>
    </Dialog>
  );
}

function optionalOf(template: string): readonly string[] {
  const pattern = TEMPLATES.find((name) => name === template);
  return pattern ? optionalAgents(pattern) : [];
}

function becomes(feature: string | null): string {
  const name = feature ?? '…';
  return `Becomes plans/${name}.plan.yaml and feature/${name}.`;
}

function problemOf(feature: string | null, taken: readonly string[]): string | null {
  if (feature === null) {
    return 'This gives no valid branch name: use Latin letters or digits.';
  }
  return taken.includes(feature) ? `A plan for ${feature} already exists.` : null;
}
