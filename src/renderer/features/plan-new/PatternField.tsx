import type { PlanKit } from '../../../shared/contract/plan-new.ts';
import { counted } from '../../../shared/count-words.ts';
import { TEMPLATES, type Template } from '../../../shared/plan/templates.ts';
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

interface PatternFieldProps {
  readonly chosen: string;
  readonly include: readonly string[];
  readonly templates: PlanKit['templates'];
  choose(template: string): void;
}

/** Choice of a pattern or of a template of the project. */
export function PatternField({ chosen, include, templates, choose }: PatternFieldProps) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-muted text-sm">Pattern</legend>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2 md:grid-cols-4">
        {TEMPLATES.map((name) => (
          <Choice key={name} {...WORDS[name]} checked={chosen === name} pick={() => choose(name)}>
            <PatternPicture template={name} include={include} />
          </Choice>
        ))}
        {templates.map(({ name, title, about, agents }) => (
          <Choice
            key={name}
            title={title}
            about={about || `Saved in this project: ${counted(agents, 'agent')}.`}
            checked={chosen === name}
            pick={() => choose(name)}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly about: string;
  readonly checked: boolean;
  readonly children?: React.ReactNode;
  pick(): void;
}

function Choice({ title, about, checked, children, pick }: ChoiceProps) {
  return (
    <label className="flex cursor-default flex-col gap-1 rounded-lg border border-line p-2 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <span className="flex items-center gap-2 font-medium">
        <input
          type="radio"
          name="template"
          className="accent-[var(--accent)]"
          checked={checked}
          onChange={pick}
        />
        {title}
      </span>
      {children}
      <span className="text-muted text-sm">{about}</span>
    </label>
  );
}
