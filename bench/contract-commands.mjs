import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const BIN = resolve(import.meta.dirname, '../bin/tributary.mjs');
const ROUNDS = 5;
/** Whole commands of one kind against those of another: what a merge to stdout may cost more than git's driver. */
const MOST_TIMES = 2;
/** Seconds that a contract may add to a preview; of CPU, as a machine that others use makes everything late. */
const MOST_ADDED = 1.5;
/** Tells the CPU time of the process with its threads, in milliseconds, when it ends. */
const CPU_HOOK = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from 'node:worker_threads';
  import { writeFileSync } from 'node:fs';
  if (isMainThread) process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(process.env.BENCH_CPU, String((user + system) / 1000));
  });
`)}`;

const PLAN = `version: 1
feature: shop
base: main
agents:
  one: { role: data }
  two: { role: designer }
syncs:
  meet: { merges: [one, two] }
`;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Whole commands, as a person or git starts them. Needs a build. */
export function commandRows(inputs) {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bench-commands-'));
  try {
    return [...inputs.flatMap((input) => mergeRows(folder, input)), ...previewRows(folder, inputs)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `contracts merge` and the driver, in turn. */
function mergeRows(folder, { name, file, sides }) {
  const kind = file.replace(/^.*\./, '');
  for (const [side, text] of Object.entries(sides))
    writeFileSync(join(folder, `${side}.${kind}`), text);
  const [base, ours, theirs, own] = ['base', 'ours', 'theirs', 'own'].map(
    (one) => `${one}.${kind}`,
  );
  const times = { merge: [], driver: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    copyFileSync(join(folder, ours), join(folder, own));
    const driver = ['contracts', 'merge-driver', base, own, theirs, file];
    times.driver.push(command(folder, folder, driver));
    const merge = ['contracts', 'merge', '--base', base, '--ours', ours, '--theirs', theirs];
    times.merge.push(command(folder, folder, [...merge, '--path', file]));
  }
  const [merge, driver] = [times.merge, times.driver].map((all) =>
    median(all.map(({ cpu }) => cpu)),
  );
  const about = `${name} (${sides.base.split('\n').length} lines), whole command`;
  const ratio = merge / driver;
  return [
    {
      what: `${about}: contracts merge / driver, CPU`,
      value: ratio,
      unit: 'x',
      goal: `<= ${MOST_TIMES}`,
      met: ratio <= MOST_TIMES,
    },
    { what: `${about}: contracts merge, CPU`, value: merge, unit: 'ms' },
    { what: `${about}: driver, CPU`, value: driver, unit: 'ms' },
  ];
}

/** A preview where two agents changed a contract, and where they changed the same file as one that is none. */
function previewRows(folder, inputs) {
  return inputs.flatMap(({ name, file, sides }, index) => {
    const as = { contract: `contracts/${file}`, text: `notes/${file}` };
    const repos = Object.entries(as).map(([kind, path]) => ({
      kind,
      path: repository(folder, `${kind}-${index}`, { path, sides }),
    }));
    const times = { contract: [], text: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const { kind, path } of repos)
        times[kind].push(command(folder, path, ['sync', 'meet', '--preview', '--json']));
    const seconds = (kind, of) => median(times[kind].map((one) => one[of])) / 1000;
    const more = (of) => seconds('contract', of) - seconds('text', of);
    const ratio = (of) => seconds('contract', of) / seconds('text', of);
    const about = `${name}, sync --preview`;
    return [
      {
        what: `${about}: more with the contract, CPU`,
        value: more('cpu'),
        unit: 's',
        goal: `<= ${MOST_ADDED}`,
        met: more('cpu') <= MOST_ADDED,
      },
      { what: `${about}: more with the contract`, value: more('wall'), unit: 's' },
      { what: `${about}: with / without, CPU`, value: ratio('cpu'), unit: 'x' },
      { what: `${about}: with / without`, value: ratio('wall'), unit: 'x' },
    ];
  });
}

function repository(folder, name, { path, sides }) {
  const root = join(folder, name, 'repo');
  const commit = (where, files, message) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(where, file)), { recursive: true });
      writeFileSync(join(where, file), text);
    }
    git(folder, where, 'add', '--all');
    git(folder, where, 'commit', '--quiet', '--message', message);
  };
  mkdirSync(root, { recursive: true });
  git(folder, root, 'init', '--quiet', '--initial-branch=main');
  commit(root, { [path]: sides.base, 'plans/shop.plan.yaml': PLAN }, 'First');
  command(folder, root, ['start', 'meet', '--worktrees-only', '--json']);
  commit(`${root}-one`, { [path]: sides.ours }, 'One');
  commit(`${root}-two`, { [path]: sides.theirs }, 'Two');
  return root;
}

function git(home, cwd, ...words) {
  execFileSync('git', words, { cwd, env: environment(home) });
}

function environment(home) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:GIT_|TRIBUTARY_|CLAUDE|ANTHROPIC)/.test(name),
  );
  const [name, email] = ['Bench', 'bench@example.invalid'];
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    TRIBUTARY_HOME: join(home, 'home'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

/** Runs a command to its end: milliseconds of CPU (without git's own) and of time. */
function command(home, cwd, words) {
  const file = join(home, 'cpu');
  const env = { ...environment(home), BENCH_CPU: file };
  const start = performance.now();
  const ran = spawnSync(process.execPath, ['--import', CPU_HOOK, BIN, ...words], {
    cwd,
    env,
    maxBuffer: 1e9,
  });
  const wall = performance.now() - start;
  if (ran.status !== 0) throw new Error(`${words.join(' ')}: ${ran.stderr}${ran.stdout}`);
  return { wall, cpu: Number(readFileSync(file, 'utf8')) };
}
