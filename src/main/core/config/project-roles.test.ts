import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRepository, type RepositoryFixture } from '../git/repository-fixture.ts';
import { Memory } from '../memory.ts';
import { createPlan } from '../plan/create-plan.ts';
import { readPlan } from '../plan/files.ts';
import { planKitOf } from '../plan/kit.ts';
import { proposePlan } from '../plan/propose.ts';
import { readConfig } from './config.ts';

let repository: RepositoryFixture;
beforeEach(() => {
  repository = makeRepository({ 'src/a.ts': '', 'web/a.tsx': '' });
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

const write = (text: string) => repository.commit({ '.tributary/config.yaml': text });

test('roles of the configuration change the built-in ones and add to them', async () => {
  write(`roles:
  backend: { title: Core, icon: code, colour: violet, prompt: "Build {feature}: {about}", scope: [src/**], model: opus, writes: [api] }
  frontend: { colour: blue }
  security: { icon: lock, prompt: "Look for holes in {feature}." }
`);
  const { roles } = await planKitOf(project());
  expect(roles.map(({ name, title, icon, colour }) => [name, title, icon, colour])).toEqual([
    ['designer', 'Designer', 'palette', 'accent'],
    ['data', 'Data', 'database', 'accent'],
    ['backend', 'Core', 'code', 'violet'],
    ['frontend', 'Frontend', 'layout', 'blue'],
    ['qa', 'QA', 'shield', 'accent'],
    ['devops', 'DevOps', 'rocket', 'accent'],
    ['security', 'Security', 'lock', 'accent'],
    ['custom', 'Custom', 'bot', 'accent'],
  ]);
  const { plan, proposal } = await proposePlan(project(), {
    template: 'full-stack',
    feature: 'cart',
  });
  expect(plan.agents['backend']).toEqual({
    role: 'backend',
    prompt: 'Build cart',
    scope: ['src/**'],
    writes: ['api'],
    model: 'opus',
    after: ['phase-1'],
  });
  expect(plan.agents['frontend']?.scope).toEqual(['web/**']);
  expect(proposal.agents.find(({ key }) => key === 'backend')?.promptKind).toBe('configured');
  // The role's own title is the title of its agent as long as the key is the role.
  expect(proposal.agents.find(({ key }) => key === 'backend')?.title).toBe('Core');
});

test.each([
  ['roles:\n  backend: { icon: unicorn }\n', 2, 14, 'roles.backend.icon'],
  ['roles:\n  backend:\n    scope: src\n', 3, 5, 'roles.backend.scope'],
  ['roles:\n  ok: {}\n  "Not A Name": {}\n', 3, 3, 'Not A Name'],
  ['templates:\n  mine: { agents: {} }\n', 2, 3, 'templates.mine.syncs'],
  ['templates:\n  mine: { agents: { a: { prompt: x } }, syncs: {} }\n', 2, 21, 'role'],
])('%j is refused by its place', async (text, line, column, where) => {
  write(text);
  const failure = await readConfig(repository.path).catch((thrown) => thrown);
  expect(failure).toMatchObject({ code: 'config.broken', data: { line, column } });
  expect(failure.message).toContain(where);
});

test('a plan is made under the name that the words give, with its description', async () => {
  const wish = { template: 'full-stack', feature: 'User Profile', about: 'Edit\n a name.  ' };
  expect(await createPlan(project(), wish)).toBe('plans/user-profile.plan.yaml');
  const { plan } = await readPlan(repository.path, 'plans/user-profile.plan.yaml');
  expect(Object.keys(plan).slice(0, 4)).toEqual(['version', 'feature', 'about', 'base']);
  expect(plan.about).toBe('Edit a name.');
  expect(plan.agents['qa']?.prompt).toContain('"user profile"');
  await expect(createPlan(project(), wish)).rejects.toMatchObject({ code: 'plan.exists' });
  // A name that had to say something else is not what people read.
  await createPlan(project(), { template: 'full-stack', feature: '2-factor login' });
  const login = await readPlan(repository.path, 'plans/feature-2-factor-login.plan.yaml');
  expect(login.plan.agents['qa']?.prompt).toContain('"2-factor login"');
});
