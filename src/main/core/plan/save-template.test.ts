import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { Memory } from '../memory.ts';
import { createPlan } from './create-plan.ts';
import { readPlan } from './files.ts';
import { planKitOf } from './kit.ts';
import { saveTemplate } from './save-template.ts';

const PLAN = `version: 1
feature: user-profile
about: People edit their name.
base: main
agents:
  three:
    role: security
    title: Security of the user profile
    prompt: "Look for holes in the User Profile: People edit their name."
    scope: ["src/**"]
    runs: shell
  four: { role: qa, after: [first], prompt: "Test user-profile, not user-profiles." }
syncs:
  first: { merges: [three], verify: ["make check"] }
  last: { merges: [four] }
`;
const CONFIG = `# How we work.
verify:   # always
  - "true"
teamSize: solo
`;

let repository: RepositoryFixture;
beforeEach(() => {
  repository = makeRepository({ 'src/a.ts': '', 'plans/user-profile.plan.yaml': PLAN });
});
afterEach(() => repository.remove());

const project = () => ({
  repo: {
    path: repository.path,
    commonDir: `${repository.path}/.git`,
    memory: new Memory(),
  },
  config: () => readConfig(repository.path),
});
const configFile = () => join(repository.path, '.tributary/config.yaml');
const save = (name: string, replace = false) =>
  saveTemplate(project(), { file: 'plans/user-profile.plan.yaml', name, replace });

test('a saved plan makes the same plan for another feature', async () => {
  repository.commit({ '.tributary/config.yaml': CONFIG });
  expect(await save('Hardened Feature')).toBe('hardened-feature');
  // What stood in the file stays as it is, byte for byte.
  expect(readFileSync(configFile(), 'utf8').startsWith(CONFIG)).toBe(true);
  expect((await planKitOf(project())).templates).toEqual([
    { name: 'hardened-feature', title: 'Hardened Feature', about: '', agents: 2 },
  ]);
  const wish = { template: 'hardened-feature', feature: 'Cart', about: 'People buy things.' };
  const { plan } = await readPlan(repository.path, await createPlan(project(), wish));
  expect(plan).toEqual({
    version: 1,
    feature: 'cart',
    about: 'People buy things.',
    base: 'main',
    agents: {
      three: {
        role: 'security',
        title: 'Security of the cart',
        prompt: 'Look for holes in the cart: People buy things.',
        scope: ['src/**'],
        runs: 'shell',
      },
      four: { role: 'qa', after: ['first'], prompt: 'Test cart, not user-profiles.' },
    },
    syncs: { first: { merges: ['three'], verify: ['make check'] }, last: { merges: ['four'] } },
  });
});

test('short words that stand in a prompt by chance stay as they are', async () => {
  const plan = PLAN.replace('feature: user-profile', 'feature: ui')
    .replace('about: People edit their name.', 'about: in')
    .replace(
      /prompt: "Look.*/,
      'prompt: "Build the thing in main. It is for \\"ui\\", the ui of action.\\nin"',
    );
  repository.commit({ 'plans/user-profile.plan.yaml': plan });
  await save('short');
  const wish = { template: 'short', feature: 'Cart', about: 'People buy things.' };
  const { plan: made } = await readPlan(repository.path, await createPlan(project(), wish));
  expect(made.agents['three']?.prompt).toBe(
    'Build the thing in main. It is for "cart", the ui of action.\nPeople buy things.',
  );
});

test('the first template makes the file; a second one of the name replaces only when told', async () => {
  expect(await save('ours')).toBe('ours');
  expect(readFileSync(configFile(), 'utf8')).toMatch(
    /^# yaml-language-server: \$schema=.*\n+templates:/,
  );
  await expect(save('Ours')).rejects.toMatchObject({ code: 'template.exists' });
  writeFileSync(
    join(repository.path, 'plans/user-profile.plan.yaml'),
    PLAN.replace('make check', 'make all'),
  );
  await save('Ours', true);
  const { templates } = await readConfig(repository.path);
  expect(templates?.['ours']?.syncs['first']?.verify).toEqual(['make all']);
  expect(Object.keys(templates ?? {})).toEqual(['ours']);
});

test.each(['full-stack', 'Blank', '!!'])('%j cannot be a template of the project', async (name) => {
  await expect(save(name)).rejects.toMatchObject({ code: 'template.invalidName' });
});

test('a plan with an error is no template, and a broken configuration is left alone', async () => {
  writeFileSync(
    join(repository.path, 'plans/user-profile.plan.yaml'),
    PLAN.replace('  last: { merges: [four] }\n', ''),
  );
  await expect(save('ours')).rejects.toMatchObject({ code: 'template.badPlan' });
  writeFileSync(join(repository.path, 'plans/user-profile.plan.yaml'), PLAN);
  repository.commit({ '.tributary/config.yaml': 'teamSize: [\n' });
  await expect(save('ours')).rejects.toMatchObject({ code: 'config.broken' });
  expect(readFileSync(configFile(), 'utf8')).toBe('teamSize: [\n');
});
