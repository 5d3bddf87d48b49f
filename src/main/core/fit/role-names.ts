/** Folder names that belong to a role, in lower case, the most common first. */
const NAMES: Readonly<Record<string, string>> = {
  designer:
    'design designs design-system tokens design-tokens styles style css scss sass less theme themes assets brand figma storybook .storybook',
  data: 'db database databases migrations migration migrate prisma sql drizzle alembic supabase models entities schema schemas seeds dbt',
  backend:
    'server servers backend back-end api apis services service rest graphql rpc functions lambda lambdas controllers routes routers handlers endpoints middleware resolvers worker workers',
  frontend:
    'web frontend front-end client clients ui webapp web-app website site www pages components views screens templates static public mobile desktop ios android dashboard renderer',
  qa: 'test tests e2e spec specs __tests__ testing cypress playwright integration acceptance qa',
  devops:
    '.github .gitlab .circleci deploy deployment deployments infra infrastructure ops devops terraform k8s kubernetes helm charts docker ansible ci .ci',
};

/** Vendored, generated and tooling folders, which are in nobody's scope. */
const FOREIGN = new Set(
  'node_modules vendor third_party thirdparty external dist build out target coverage tmp log logs .git .claude .cursor .vscode .idea .husky plans .tributary .yarn'.split(
    ' ',
  ),
);
/**
 * Folders beside the work on a feature: names inside say nothing, and they are used only when there is nothing better.
 */
const BESIDE = new Set(
  'docs doc documentation examples example samples sample scripts script tools tool bin bench benchmarks fixtures hack misc licenses locales i18n contracts resources demo demos testdata __fixtures__ mocks __mocks__'.split(
    ' ',
  ),
);
/** Names that count only beside other hints: static files of a program. */
const WEAK = new Set(['public', 'static', 'assets', 'css']);
/** Folders that contain one project per subfolder. */
const GROUPS = new Set('packages apps crates libs modules projects services plugins'.split(' '));

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([role, names]) => names.split(' ').map((name) => [name, role])),
);

export function isForeign(name: string): boolean {
  return FOREIGN.has(name.toLowerCase());
}

export function isBeside(name: string): boolean {
  return BESIDE.has(name.toLowerCase()) || name.startsWith('.');
}

export function isWeak(name: string): boolean {
  return WEAK.has(name.toLowerCase());
}

export function isGroup(name: string): boolean {
  return GROUPS.has(name.toLowerCase());
}

/** The role that a folder's name belongs to, or null. */
export function roleOfFolder(name: string): string | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

/** Like `roleOfFolder`, for compound names: `shop-web`, `api_server`. The last part has priority. */
export function roleOfProject(name: string): string | null {
  const whole = roleOfFolder(name);
  if (whole) return whole;
  const parts = name.toLowerCase().split(/[-_. ]+/);
  for (const part of parts.reverse()) {
    const role = roleOfFolder(part);
    if (role) return role;
  }
  return null;
}

/** Test files by name: globs with equivalent patterns. */
export const TEST_FILES: readonly { readonly glob: string; readonly name: RegExp }[] = [
  { glob: '**/*_test.go', name: /_test\.go$/ },
  { glob: '**/*.test.*', name: /\.test\.[^.]+$/ },
  { glob: '**/*.spec.*', name: /\.spec\.[^.]+$/ },
  { glob: '**/test_*.py', name: /^test_.*\.py$/ },
  { glob: '**/tests.py', name: /^tests\.py$/ },
  { glob: '**/*_spec.rb', name: /_spec\.rb$/ },
  { glob: '**/*Test.java', name: /Test\.java$/ },
  { glob: '**/*Tests.cs', name: /Tests\.cs$/ },
];
