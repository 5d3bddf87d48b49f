import { posix } from 'node:path';
import { readHeadOf, readJsonOf } from './read-head.ts';

/** A folder with a manifest: its file names, and how to read them. */
interface Place {
  readonly checkout: string;
  /** Empty for the root of the repository. */
  readonly folder: string;
  readonly names: ReadonlySet<string>;
  /** File names in the root, which has the lock file of a monorepo. */
  readonly namesAtTop: ReadonlySet<string>;
  /** Whether it has a subfolder of this name. */
  readonly hasFolder: (name: string) => boolean;
  /** Whether one of its subfolders has such a file. */
  readonly hasFile: (folder: string, name: string) => boolean;
}

type Finder = (place: Place) => Promise<string | null>;

/** The placeholder that npm writes into a new package, which always fails. */
const NO_TEST = /no test specified/i;

function textOf({ checkout, folder }: Place, name: string): Promise<string | null> {
  return readHeadOf(checkout, posix.join(folder, name));
}

async function mentions(place: Place, name: string, pattern: RegExp): Promise<boolean> {
  return place.names.has(name) && pattern.test((await textOf(place, name)) ?? '');
}

/** Never exits. */
const WATCHES = /(?:^|\s)--watch(?:All)?(?![\w=])/;
/** Watches too, unless CI is set. */
const WATCHES_UNLESS_CI = /\breact-scripts test\b/;

/** `npm test`, with the package manager that wrote the lock file. */
const node: Finder = async (place) => {
  if (!place.names.has('package.json')) return null;
  const manifest = await readJsonOf(place.checkout, posix.join(place.folder, 'package.json'));
  const scripts = manifest?.['scripts'] as Record<string, unknown> | undefined;
  const script = scripts?.['test'];
  if (typeof script !== 'string' || script.trim() === '' || NO_TEST.test(script)) return null;
  const runner = runnerOf(place, manifest);
  if (WATCHES.test(script)) return scripts?.['test:ci'] ? `${runner} run test:ci` : null;
  const test = runner === 'bun' ? 'bun run test' : `${runner} test`;
  return WATCHES_UNLESS_CI.test(script) ? `CI=true ${test}` : test;
};

function runnerOf(place: Place, manifest: Readonly<Record<string, unknown>> | null): string {
  const named = String(manifest?.['packageManager'] ?? '').split('@')[0];
  const has = (name: string) => place.names.has(name) || place.namesAtTop.has(name);
  if (named === 'pnpm' || has('pnpm-lock.yaml')) return 'pnpm';
  if (named === 'yarn' || has('yarn.lock')) return 'yarn';
  if (named === 'bun' || has('bun.lock') || has('bun.lockb')) return 'bun';
  return 'npm';
}

const make: Finder = async (place) => {
  for (const name of ['Makefile', 'makefile', 'GNUmakefile']) {
    if (await mentions(place, name, /^test\s*:(?!=)/m)) return 'make test';
  }
  for (const name of ['justfile', 'Justfile']) {
    if (await mentions(place, name, /^test(?:\s[^:=\n]*)?:(?!=)/m)) return 'just test';
  }
  return null;
};

const python: Finder = async (place) => {
  const { names } = place;
  const usesPytest =
    names.has('pytest.ini') ||
    names.has('conftest.py') ||
    place.hasFile('tests', 'conftest.py') ||
    place.hasFile('test', 'conftest.py') ||
    (await mentions(place, 'pyproject.toml', /\bpytest\b/)) ||
    (await mentions(place, 'setup.cfg', /\bpytest\b/)) ||
    (await mentions(place, 'tox.ini', /\bpytest\b/)) ||
    (await mentions(place, 'Pipfile', /\bpytest\b/)) ||
    (await mentions(place, 'requirements.txt', /^pytest\b/m)) ||
    (await mentions(place, 'requirements-dev.txt', /^pytest\b/m)) ||
    (await mentions(place, 'dev-requirements.txt', /^pytest\b/m));
  const runner = names.has('uv.lock')
    ? 'uv run '
    : names.has('poetry.lock')
      ? 'poetry run '
      : names.has('pdm.lock')
        ? 'pdm run '
        : names.has('Pipfile.lock')
          ? 'pipenv run '
          : '';
  if (usesPytest) return `${runner}pytest`;
  return names.has('manage.py') ? `${runner}python manage.py test` : null;
};

const rust: Finder = async (place) => {
  if (!place.names.has('Cargo.toml')) return null;
  return (await mentions(place, 'Cargo.toml', /^\[workspace\]/m))
    ? 'cargo test --workspace'
    : 'cargo test';
};

const go: Finder = async (place) => {
  if (place.names.has('go.mod')) return 'go test ./...';
  if (!place.names.has('go.work')) return null;
  const text = (await textOf(place, 'go.work')) ?? '';
  const block = /^use\s*\(([^)]*)\)/m.exec(text)?.[1] ?? '';
  const single = [...text.matchAll(/^use\s+([^\s(]\S*)/gm)].map((match) => match[1] ?? '');
  const listed = block.split(/\s+/).filter((part) => /^\.{0,2}\/?[\w.\-/]+$/.test(part));
  const modules = [...listed, ...single].map((part) =>
    part.replace(/^\.\//, '').replace(/\/$/, ''),
  );
  const inside = modules.filter((part) => part !== '' && part !== '.' && !part.startsWith('..'));
  return inside.length > 0 ? `go test ${inside.map((part) => `./${part}/...`).join(' ')}` : null;
};

const jvm: Finder = async ({ names }) => {
  if (names.has('gradlew')) return './gradlew test';
  if (names.has('mvnw')) return './mvnw test';
  if (names.has('build.gradle') || names.has('build.gradle.kts')) return 'gradle test';
  return names.has('pom.xml') ? 'mvn test' : null;
};

const dotnet: Finder = async ({ names }) =>
  [...names].some((name) => /\.(?:sln|slnx|csproj|fsproj)$/.test(name)) ? 'dotnet test' : null;

const php: Finder = async (place) => {
  const manifest = await readJsonOf(place.checkout, posix.join(place.folder, 'composer.json'));
  const scripts = manifest?.['scripts'] as Record<string, unknown> | undefined;
  if (scripts?.['test'] !== undefined) return 'composer test';
  const configured = place.names.has('phpunit.xml') || place.names.has('phpunit.xml.dist');
  return manifest && configured ? 'vendor/bin/phpunit' : null;
};

const ruby: Finder = async (place) => {
  const bundle = place.names.has('Gemfile') ? 'bundle exec ' : '';
  const specs = place.names.has('.rspec') || (await mentions(place, 'Gemfile', /rspec/));
  if (specs && place.hasFolder('spec')) return `${bundle}rspec`;
  if (await mentions(place, 'Rakefile', /TestTask|task\s*\(?:?["']?test\b/)) {
    return `${bundle}rake test`;
  }
  const rails = await mentions(place, 'Gemfile', /["']rails["']/);
  return rails && place.hasFolder('test') ? `${bundle}rails test` : null;
};

const others: Finder = async (place) => {
  if (place.names.has('mix.exs')) return 'mix test';
  if (place.names.has('Package.swift')) return 'swift test';
  if (await mentions(place, 'deno.json', /"test"\s*:/)) return 'deno task test';
  return null;
};

/** The command that developers of each language would type. */
const BY_LANGUAGE: readonly Finder[] = [node, jvm, rust, go, python, dotnet, php, ruby, others];

/** The commands that test a folder, as typed in that folder. Runs nothing. */
export async function testCommandsIn(place: Place): Promise<readonly string[]> {
  // A make target for tests takes precedence: it says how everything is tested.
  const all = await make(place);
  if (all) return [all];
  const found = await Promise.all(BY_LANGUAGE.map((finder) => finder(place)));
  return found.filter((command) => command !== null);
}
