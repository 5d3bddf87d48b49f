import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { lintPlan } from '../../../shared/plan/lint.ts';
import { optionalAgents, TEMPLATES } from '../../../shared/plan/templates.ts';
import { readConfig } from '../config/config.ts';
import { makeRepository } from '../git/repository-fixture.ts';
import { Memory } from '../memory.ts';
import { planText } from '../plan/create-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { proposePlan } from '../plan/propose.ts';
import { SHAPES } from './shapes-fixture.ts';

const known = new Map<string, ReturnType<typeof propose>>();

/** As `propose`; each repository is made once. */
function proposeFor(shape: string) {
  const made = known.get(shape) ?? propose(SHAPES[shape] ?? {});
  known.set(shape, made);
  return made;
}

/** All patterns for a repository, and its tracked files. */
async function propose(files: Readonly<Record<string, string>>) {
  const repository = makeRepository(files);
  try {
    const { path, git } = repository;
    const repo = { path, commonDir: `${path}/.git`, memory: new Memory() };
    const project = { repo, config: () => readConfig(path) };
    const made = [];
    for (const template of TEMPLATES) {
      const wish = { template, feature: 'user-profile', about: 'People edit their name.' };
      const include = optionalAgents(template);
      made.push(await proposePlan(project, { ...wish, include }));
    }
    return { made, tracked: git(['ls-files', '-z']).split('\0').filter(Boolean) };
  } finally {
    repository.remove();
  }
}

/** Scope by agent of the full-stack pattern, verification and prompts. */
async function fullStack(shape: string) {
  const { made } = await proposeFor(shape);
  const [first] = made;
  if (!first) throw new Error('no pattern');
  const { agents, verify, notes } = first.proposal;
  return {
    verify,
    notes,
    scope: Object.fromEntries(agents.map(({ key, scope }) => [key, scope])),
    reason: Object.fromEntries(agents.map(({ key, reason }) => [key, reason])),
    prompt: Object.fromEntries(agents.map(({ key, prompt }) => [key, prompt])),
    kind: Object.fromEntries(agents.map(({ key, promptKind }) => [key, promptKind])),
    plan: first.plan,
  };
}

test.each(Object.keys(SHAPES))(
  '%s: every proposed glob matches a file, and the plan has no finding',
  async (shape) => {
    const { made, tracked } = await proposeFor(shape);
    for (const { plan, proposal } of made) {
      const parsed = parsePlan(planText(plan));
      expect(parsed.ok && parsed.plan).toEqual(plan);
      expect(parsed.ok && parsed.findings).toEqual([]);
      expect(lintPlan(plan)).toEqual([]);
      for (const { key, scope, prompt, reason } of proposal.agents) {
        for (const glob of scope) {
          const matches = picomatch(glob, { dot: true });
          expect(
            tracked.some((path) => matches(path)),
            `${shape}: ${key}: ${glob}`,
          ).toBe(true);
        }
        expect(new Set(scope).size).toBe(scope.length);
        expect(prompt).toContain('user profile');
        expect(prompt).toContain('People edit their name.');
        expect(prompt).not.toMatch(/[{}]about|\{feature\}|undefined/);
        expect(reason).toMatch(/\.$/);
      }
    }
  },
);

test('source folders for all where none is named for a role', async () => {
  const { scope, kind, reason, verify, prompt } = await fullStack('only src and lib');
  for (const key of ['designer', 'data', 'backend', 'frontend', 'qa']) {
    expect(scope[key]).toEqual(['src/**', 'lib/**']);
    expect(kind[key]).toBe('words');
    expect(prompt[key]).not.toContain('/'.concat(key));
  }
  expect(verify).toEqual([]);
  expect(reason['data']).toBe(
    'No folder is named for Data; the source folders: src/**: 2 files, lib/**: 1 file, JavaScript.',
  );
});

test('folders, commands, skills and contracts as they are named', async () => {
  const { scope, kind, prompt, plan, reason } = await fullStack('commands and skills');
  expect(scope).toEqual({
    designer: ['design/**', 'contracts/design-tokens.yaml'],
    data: ['db/**', 'contracts/database-contracts.yaml'],
    backend: ['server/**', 'contracts/api-contracts.yaml'],
    frontend: ['web/**'],
    qa: ['tests/**'],
  });
  expect(kind).toEqual({
    designer: 'words',
    data: 'words',
    backend: 'command',
    frontend: 'command',
    qa: 'skill',
  });
  expect(prompt['backend']).toBe(
    '/backend endpoints for the user profile: People edit their name.',
  );
  expect(plan.agents['backend']).toMatchObject({ reads: ['database'], writes: ['api'] });
  expect(plan.agents['frontend']?.reads).toEqual(['api', 'design-tokens']);
  expect(prompt['designer']).toBe(
    [
      'Design how "user profile" looks and behaves: tokens, components, their states and texts.',
      'People edit their name.',
      'Change only files in design/**, contracts/design-tokens.yaml.',
      'Bring the contract design-tokens in line with what you build.',
      'Look first at how the code around you does it and do it the same way.',
      'Commit your work.',
    ].join('\n'),
  );
  expect(reason['backend']).toBe(
    'server/**: 1 file, TypeScript; its contracts contracts/api-contracts.yaml.',
  );
});

test.each([
  ['python package', ['pytest']],
  ['cargo workspace', ['cargo test --workspace']],
  ['go', ['go test ./...']],
  ['go workspace', ['go test ./server/... ./tools/gen/...']],
  ['pnpm monorepo', ['pnpm test']],
  ['rails', ['bundle exec rspec']],
  ['django', ['python manage.py test']],
  ['java gradle', ['./gradlew test']],
  ['react app', ['yarn test']],
  ['node api', []],
  ['two projects', ['cd backend && pytest', "cd './my front' && npm test"]],
  ['dotnet', ['dotnet test']],
  ['empty', []],
])('%s is verified by %j', async (shape, verify) => {
  const made = await fullStack(shape);
  expect(made.verify).toEqual(verify);
  const written = Object.values(made.plan.syncs).map((sync) => sync.verify ?? []);
  expect(written).toEqual([verify, verify, verify]);
});

test('each kind of repository keeps the sides apart where its folders do', async () => {
  const monorepo = await fullStack('pnpm monorepo');
  expect(monorepo.scope).toEqual({
    designer: ['packages/design-tokens/**'],
    data: ['packages/db/**'],
    backend: ['apps/api/**'],
    frontend: ['apps/web/**'],
    qa: ['e2e/**'],
  });
  const rails = await fullStack('rails');
  expect(rails.scope['data']).toEqual(['db/**']);
  expect(rails.scope['frontend']).toEqual(['app/views/**']);
  expect(rails.scope['backend']).toContain('app/controllers/**');
  expect(rails.scope['backend']).not.toContain('app/views/**');
  expect(rails.scope['qa']).toEqual(['spec/**']);
  const django = await fullStack('django');
  expect(django.scope['frontend']).toEqual(['shop/static/**', 'shop/templates/**']);
  expect(django.scope['backend']).toEqual(['shop/*', 'shop/migrations/**', 'config/**']);
  expect(django.scope['qa']).toEqual(['**/tests.py']);
  const react = await fullStack('react app');
  expect(react.scope['frontend']).toEqual(['public/**', 'src/**']);
  expect(react.scope['designer']).toEqual(['src/styles/**']);
  const api = await fullStack('node api');
  expect(api.scope['backend']).toEqual(['src/**', 'openapi.yaml']);
  const electron = await fullStack('electron');
  expect(electron.scope['frontend']).toEqual(['src/renderer/**']);
  expect(electron.scope['backend']).toEqual(['src/main/**', 'src/shared/**']);
  const packages = await fullStack('many packages');
  expect(packages.scope['backend']).toEqual(['packages/*/**']);
  expect(packages.scope['qa']).toEqual(['packages/*/test/**']);
  expect(packages.reason['qa']).toBe('packages/*/test/**: 20 files, TypeScript.');
  const folders = await fullStack('many folders');
  expect(folders.scope['backend']).toEqual([]);
  expect(folders.reason['backend']).toContain('Many source folders');
  const two = await fullStack('go and react');
  expect(two.scope['backend']).toEqual(['core/**']);
  expect(two.scope['frontend']).toEqual(['app/**']);
  expect(react.reason['frontend']).toContain('TypeScript');
  const rust = await fullStack('cargo workspace');
  expect(rust.scope['backend']).toEqual(['crates/shop-server/**']);
  expect(rust.scope['data']).toEqual(['crates/shop-core/**']);
});

test('an empty repository gets no scope', async () => {
  const { scope, reason } = await fullStack('empty');
  expect(Object.values(scope)).toEqual([[], [], [], [], []]);
  expect(reason['qa']).toContain('no files yet');
});
