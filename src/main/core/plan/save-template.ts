import { featureName } from '../../../shared/feature-name.ts';
import { defaultTitle } from '../../../shared/names.ts';
import type { Agent, Plan } from '../../../shared/plan/model.ts';
import { TEMPLATES } from '../../../shared/plan/templates.ts';
import { setConfig } from '../config/write-config.ts';
import { CoreFailure } from '../failure.ts';
import type { FitSource } from '../fit/fit-project.ts';
import { readPlan } from './files.ts';
import type { SavedTemplate } from './from-template.ts';

/** The plan to save, and the template's name. */
export interface SaveTemplate {
  /** Relative to the main checkout. */
  readonly file: string;
  /** As typed; converted like a feature's name. */
  readonly name: string;
  /** Overwrites a template of the same name. */
  readonly replace?: boolean | undefined;
}

/**
 * Saves a plan as a template in the project's configuration, with placeholders for the feature's name and description.
 * Returns the template's name. Fails with `template.invalidName`, `template.exists` and `template.badPlan`.
 */
export async function saveTemplate(project: FitSource, wish: SaveTemplate): Promise<string> {
  const name = featureName(wish.name);
  if (name === null || TEMPLATES.some((known) => known === name)) throw badName(wish.name, name);
  const { plan, findings } = await readPlan(project.repo.path, wish.file);
  const wrong = findings.find(({ severity }) => severity === 'error');
  if (wrong) {
    throw new CoreFailure({
      code: 'template.badPlan',
      message: `${wish.file} has an error: ${wrong.message}`,
    });
  }
  const templates = (await project.config()).templates ?? {};
  if (Object.hasOwn(templates, name) && !wish.replace) {
    throw new CoreFailure({
      code: 'template.exists',
      message: `There is a template ${name} already.`,
      data: { name },
    });
  }
  const template = { title: titleFrom(wish.name, name), ...templateOf(plan) };
  await setConfig(project.repo.path, ['templates', name], template);
  return name;
}

/** The typed text is the title, unless it was already a key. */
function titleFrom(words: string, name: string): string {
  const said = words.trim();
  return said === name ? defaultTitle(name) : said.slice(0, 80);
}

/** A plan with placeholders for its feature. */
function templateOf(plan: Plan): Pick<SavedTemplate, 'agents' | 'syncs'> {
  const opened = (text: string) => withPlaces(text, plan);
  const agents = Object.entries(plan.agents).map(([key, agent]): [string, Agent] => [
    key,
    {
      ...agent,
      ...(agent.title ? { title: opened(agent.title) } : {}),
      ...(agent.prompt ? { prompt: opened(agent.prompt) } : {}),
    },
  ]);
  return {
    agents: Object.fromEntries(agents) as SavedTemplate['agents'],
    syncs: plan.syncs as SavedTemplate['syncs'],
  };
}

/**
 * Shorter names and descriptions occur in texts by chance: they are replaced only in quotes, or as a whole line or
 * sentence.
 */
const CHANCE = 3;

function withPlaces(text: string, { feature, about }: Plan): string {
  const described = about ? text.replace(wholeWords(about), '{about}') : text;
  const words = feature.split('-').map((word) => word.replace(/[^a-z0-9]/g, ''));
  const name = words.join('[ -]');
  // A name of one or two letters is replaced only in quotes.
  const named =
    feature.length < CHANCE
      ? new RegExp(`(?<=")${name}(?=")`, 'gi')
      : new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'gi');
  return described.replace(named, '{feature}');
}

function wholeWords(about: string): RegExp {
  const escaped = about.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return about.trim().split(/\s+/).length < CHANCE
    ? new RegExp(`(?<=^|\\n|[:.] )${escaped}(?=$|\\n|\\.)`, 'g')
    : new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu');
}

function badName(name: string, converted: string | null): CoreFailure {
  return new CoreFailure({
    code: 'template.invalidName',
    message:
      converted === null
        ? `"${name}" cannot be the name of a template.`
        : `${converted} is a pattern of Tributary.`,
    data: { name },
  });
}
