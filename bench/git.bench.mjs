import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer } from 'vite';
import { makeBigRepository, nameOf } from './big-repository.mjs';

const FILES = Number(process.env.TRIBUTARY_BENCH_FILES ?? 57_000);
/** 0 leaves out making and removing worktrees, which takes most of the time. */
const ROUNDS = Number(process.env.TRIBUTARY_BENCH_ROUNDS ?? 3);
const IDLE_SECONDS = Number(process.env.TRIBUTARY_BENCH_IDLE ?? 60);
/** Watching twelve large worktrees takes some seconds to begin. */
const QUIET_MS = 20_000;
const AGENTS = 10;
const WATCHED = 12;
const EDITS = 33;
const MERGED = 5;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The git engine in a large repository, each figure against plain git or copying in the same run. */
export async function bench() {
  const vite = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
  });
  const load = (path) => vite.ssrLoadModule(`/src/main/core/${path}.ts`);
  const core = {
    ...(await load('contracts/contract-rules')),
    ...(await load('git/repository')),
    ...(await load('git/worktree-entries')),
    ...(await load('git/lock')),
    ...(await load('worktree/create')),
    ...(await load('worktree/pool-fill')),
    ...(await load('worktree/remove')),
    ...(await load('run/journal')),
    ...(await load('run/agent-git')),
    ...(await load('run/agent-statuses')),
    ...(await load('radar/overlaps')),
    ...(await load('merge/transaction')),
  };
  console.error(`Making a repository of ${FILES} files…`);
  const big = makeBigRepository(FILES);
  try {
    return await measure(core, big);
  } finally {
    big.remove();
    await vite.close();
  }
}

async function measure(core, big) {
  const repo = await core.openRepository(big.path);
  const base = big.git(['rev-parse', 'HEAD']);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    console.error(`Worktrees, round ${round + 1} of ${ROUNDS}…`);
    rounds.push(await worktreeRound(core, { big, repo, base, round }));
  }
  const of = (name) => median(rounds.map((round) => round[name]));
  const agents = await makeAgents(core, { big, repo, base });
  console.error('Status, prediction, merge…');
  const status = await statusRounds(core, { repo, base, agents });
  const idle = await idleMinute(core, { big, repo, base, agents });
  const pairs = await pairRounds(core, { big, repo, base, agents });
  const sync = await syncRounds(core, { big, repo, base });
  const row = (what, value, unit) => ({ what, value, unit });
  const judged = (what, value, most, unit = 'x') => ({
    ...row(what, value, unit),
    goal: `<= ${most}`,
    met: value <= most,
  });
  const worktrees =
    rounds.length === 0
      ? []
      : [
          row(`git worktree add, ${AGENTS} in a row`, of('plainWall'), 's'),
          judged(
            'worktrees from a warm pool / git worktree add, CPU',
            of('poolCpu') / of('plainCpu'),
            0.25,
          ),
          judged(
            'worktrees without a pool / copying the files',
            of('ownWall') / of('copyWall'),
            1.1,
          ),
          judged(
            'until all can be shown / git worktree add',
            of('shownWall') / of('plainWall'),
            0.02,
          ),
          judged(
            'removal as seen / git worktree remove',
            of('removeWall') / of('plainRemoveWall'),
            0.02,
          ),
        ];
  return [
    ...worktrees,
    row(`git status of ${WATCHED} worktrees`, status.sweep, 'ms'),
    judged('status after one change / full sweep', status.update / status.sweep, 0.1),
    judged(`git processes in ${IDLE_SECONDS} idle s, ${WATCHED} worktrees`, idle.processes, 6, ''),
    judged('CPU while idle, share of a core', idle.cpu * 100, 2, '%'),
    row('snapshot and merge-tree of one agent against nine', pairs.raw, 'ms'),
    judged('radar after one change / snapshot and merge-tree', pairs.own / pairs.raw, 1.3),
    row(`git merge of ${MERGED} branches`, sync.raw, 'ms'),
    judged(`sync of ${MERGED} branches / git merge`, sync.own / sync.raw, 2),
  ];
}

/** CPU seconds of all children that have ended and were waited for, here and by the process that starts git. */
function childCpu() {
  const seconds = (pid, fields) => {
    const all = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields.reduce((sum, at) => sum + Number(all[at]), 0) / 100;
  };
  const starting = forkServers().map((pid) => seconds(pid, [11, 12, 13, 14]));
  return starting.reduce((sum, each) => sum + each, seconds('self', [13, 14]));
}

function forkServers() {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' '))
    .filter((pid) => pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('fork-server'));
}

function ownCpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function timed(task) {
  const before = { wall: performance.now(), cpu: childCpu() + ownCpu() };
  await task();
  return {
    wall: (performance.now() - before.wall) / 1000,
    cpu: childCpu() + ownCpu() - before.cpu,
  };
}

function specsOf({ big, base }, prefix, count) {
  return Array.from({ length: count }, (_, index) => ({
    agent: `${prefix}-${index}`,
    branch: `feature/bench-${prefix}-${index}`,
    path: join(big.root, `big-${prefix}-${index}`),
    base,
  }));
}

async function worktreeRound(core, context) {
  const { big, repo, base, round } = context;
  const plain = specsOf(context, `plain${round}`, AGENTS);
  const plainAdd = await timed(() => {
    for (const { path, branch } of plain)
      big.git(['worktree', 'add', '-q', '--no-track', '-b', branch, path, base]);
  });
  const plainRemove = await timed(() => {
    for (const { path } of plain) big.git(['worktree', 'remove', path]);
  });
  const copies = plain.map(({ path }) => `${path}-copy`);
  const copy = await timed(async () => {
    for (const to of copies) {
      mkdirSync(to);
      await run('cp', ['-r', ...topFolders(big.path), to]);
    }
  });
  for (const { path } of plain) rmSync(`${path}-copy`, { recursive: true });

  const journal = core.openJournal(repo.commonDir, `bench${round}`);
  const began = performance.now();
  let shown = 0;
  const own = specsOf(context, `own${round}`, AGENTS);
  const made = await timed(() =>
    core.createWorktrees(repo, own, {
      journal,
      onProgress(progress) {
        if (progress.step === 'register' && progress.done === AGENTS)
          shown = (performance.now() - began) / 1000;
      },
    }),
  );
  const entries = (await core.worktreeEntries(repo)).filter(({ path }) =>
    own.some((spec) => spec.path === path),
  );
  const removed = await timed(async () => {
    for (const entry of entries)
      await core.withLock(repo, 'write', () => core.removeWorktree(repo, entry, {}));
  });
  rmSync(join(repo.commonDir, 'tributary', 'trash'), { recursive: true, force: true });

  await core.fillPool(repo, { root: big.root, wanted: AGENTS, base });
  const pooled = specsOf(context, `pool${round}`, AGENTS);
  const taken = await timed(() => core.createWorktrees(repo, pooled, { journal }));
  for (const { path } of pooled) big.git(['worktree', 'remove', '-f', '-f', path]);
  return {
    plainWall: plainAdd.wall,
    plainCpu: plainAdd.cpu,
    plainRemoveWall: plainRemove.wall,
    copyWall: copy.wall,
    ownWall: made.wall,
    shownWall: shown,
    removeWall: removed.wall,
    poolCpu: taken.cpu,
  };
}

function topFolders(path) {
  const { stdout } = spawnSync('git', ['ls-tree', '-z', '--name-only', 'HEAD'], {
    cwd: path,
    encoding: 'utf8',
  });
  return stdout
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => join(path, name));
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command}: ${code}`)),
    );
  });
}

/** Twelve agents, ten of them with commits of their own: some files edited, new ones, one deleted. */
async function makeAgents(core, context) {
  const { big, repo, base } = context;
  const specs = specsOf(context, 'a', WATCHED);
  const journal = core.openJournal(repo.commonDir, 'bench');
  await core.createWorktrees(repo, specs, { journal });
  specs.forEach(({ path }, agent) => {
    if (agent >= AGENTS) return;
    for (let edit = 0; edit < EDITS; edit += 1)
      appendFileSync(join(path, nameOf(agent * EDITS + edit)), `by agent ${agent}\n`);
    // One file that all of them change at the same place.
    appendFileSync(join(path, nameOf(FILES - 1)), `by agent ${agent}\n`);
    big.git(['commit', '-q', '-a', '-m', 'Work'], { cwd: path });
  });
  return specs.map((spec) => ({
    name: spec.agent,
    facts: {
      phase: 'ready',
      message: null,
      stopped: false,
      hadSession: false,
      at: 0,
      ...spec,
      base,
    },
  }));
}

async function statusRounds(core, { repo, base, agents }) {
  const sweeps = [];
  const updates = [];
  let told = () => {};
  const statuses = new core.AgentStatuses(repo, () => told());
  statuses.watch(new Set(agents.map(({ facts }) => facts.path)));
  const readAll = () => Promise.all(agents.map(({ facts }) => statuses.read(facts, base)));
  // Watching begins with a look at everything, one worktree after the other.
  for (let quiet = false; !quiet; ) {
    await readAll();
    quiet = await Promise.race([
      new Promise((done) => {
        told = () => done(false);
      }),
      pause(QUIET_MS, true),
    ]);
  }
  for (let round = 0; round < Math.max(3, ROUNDS); round += 1) {
    let began = performance.now();
    for (const { facts } of agents)
      spawnSync('git', ['--no-optional-locks', 'status', '--porcelain=v2', '-z'], {
        cwd: facts.path,
        maxBuffer: 2 ** 28,
      });
    sweeps.push(performance.now() - began);
    const hinted = new Promise((done) => {
      told = done;
    });
    appendFileSync(join(agents[11].facts.path, nameOf(round)), 'changed\n');
    await hinted;
    began = performance.now();
    await readAll();
    updates.push(performance.now() - began);
  }
  statuses.close();
  return { sweep: median(sweeps), update: median(updates) };
}

/** Everything that watches is on and nothing happens; a git in front of git counts how often it is started. */
async function idleMinute(core, { big, repo, base, agents }) {
  const folder = join(big.root, 'bin');
  const log = join(big.root, 'started');
  mkdirSync(folder);
  const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\necho "$@" >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${folder}:${path}`;
  let again = Promise.resolve();
  const statuses = new core.AgentStatuses(repo, () => {
    again = again.then(readAll);
  });
  const readAll = async () => {
    const radar = await Promise.all(
      agents.map(async ({ name, facts }) => ({
        name,
        facts,
        git: await statuses.read(facts, base),
      })),
    );
    await core.findOverlaps(repo, radar, core.NO_CONTRACTS);
  };
  statuses.watch(new Set(agents.map(({ facts }) => facts.path)));
  await readAll();
  // The watchers' own first look.
  await pause(2 * QUIET_MS);
  await again;
  writeFileSync(log, '');
  const before = ownCpu() + childCpu();
  await pause(IDLE_SECONDS * 1_000);
  await again;
  const cpu = (ownCpu() + childCpu() - before) / IDLE_SECONDS;
  process.env.PATH = path;
  statuses.close();
  const processes = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && line !== 'version').length;
  return { processes, cpu };
}

async function pairRounds(core, { big, repo, base, agents }) {
  const working = agents.slice(0, AGENTS);
  const first = working[0];
  const index = join(big.root, 'bench-index');
  const heads = working.map(({ facts }) => big.git(['rev-parse', 'HEAD'], { cwd: facts.path }));
  const gitDir = big.git(['rev-parse', '--absolute-git-dir'], { cwd: first.facts.path });
  const radar = async () => {
    const read = await Promise.all(
      working.map(async ({ name, facts }) => ({
        name,
        facts,
        git: (await core.readAgentGit(repo, { facts, feature: base })).git,
      })),
    );
    return read;
  };
  const others = (await radar()).slice(1);
  const raw = [];
  const own = [];
  for (let round = 0; round < Math.max(5, ROUNDS); round += 1) {
    const names = Array.from({ length: 5 }, (_, file) => nameOf(10 * round + file));
    for (const name of names) appendFileSync(join(first.facts.path, name), `round ${round}\n`);
    let began = performance.now();
    copyFileSync(join(gitDir, 'index'), index);
    const env = { ...process.env, GIT_INDEX_FILE: index };
    const options = { cwd: first.facts.path, env };
    const dirty = [...names, ...Array.from({ length: 10 * round }, (_, file) => nameOf(file))];
    big.git(['update-index', '--add', '--remove', '-z', '--stdin'], {
      ...options,
      input: dirty.map((name) => `${name}\0`).join(''),
    });
    const tree = big.git(['write-tree'], options);
    const commit = big.git(['commit-tree', '-p', heads[0], '-m', 'work', tree], options);
    big.git(['merge-tree', '--write-tree', '--stdin'], {
      input: heads
        .slice(1)
        .map((head) => `${commit} ${head}\n`)
        .join(''),
    });
    raw.push(performance.now() - began);
    const { git } = await core.readAgentGit(repo, { facts: first.facts, feature: base });
    began = performance.now();
    const found = await core.findOverlaps(repo, [{ ...first, git }, ...others], core.NO_CONTRACTS);
    // The first look also predicts the other pairs.
    if (round > 0) own.push(performance.now() - began);
    if (found.length < AGENTS - 1) throw new Error('The radar misses pairs');
  }
  return { raw: median(raw), own: median(own) };
}

async function syncRounds(core, { big, repo, base }) {
  const hand = join(big.root, 'by-hand');
  big.git(['worktree', 'add', '-q', '--detach', hand, base]);
  const branches = Array.from({ length: MERGED }, (_, index) => `feature/bench-m-${index}`);
  for (const [index, branch] of branches.entries()) {
    big.git(['switch', '-q', '-c', branch, base], { cwd: hand });
    for (let edit = 0; edit < EDITS; edit += 1)
      appendFileSync(join(hand, nameOf(1_000 + index * EDITS + edit)), `merged ${index}\n`);
    big.git(['commit', '-q', '-a', '-m', 'Work'], { cwd: hand });
  }
  const heads = branches.map((branch, index) => ({
    agent: `m-${index}`,
    branch,
    oid: big.git(['rev-parse', branch]),
  }));
  const raw = [];
  const own = [];
  for (let round = 0; round <= Math.max(3, ROUNDS); round += 1) {
    const feature = `m${round}`;
    big.git(['branch', `feature/${feature}`, base]);
    big.git(['switch', '-q', '--detach', base], { cwd: hand });
    let began = performance.now();
    for (const { oid } of heads)
      big.git(['merge', '-q', '--no-ff', '-m', 'Merge', oid], { cwd: hand });
    const byHand = performance.now() - began;
    began = performance.now();
    const { outcome } = await core.runSync({
      repo,
      journal: core.openJournal(repo.commonDir, feature),
      feature,
      sync: 's',
      featureBranch: `feature/${feature}`,
      heads,
      leftOut: [],
      overrides: [],
      strategy: 'merge',
      root: big.root,
    });
    if (outcome !== 'landed') throw new Error(`The sync ended as ${outcome}`);
    // The first makes the integration worktree; from then on both have a ready one.
    if (round === 0) continue;
    raw.push(byHand);
    own.push(performance.now() - began);
  }
  return { raw: median(raw), own: median(own) };
}
