import assert from 'node:assert/strict';
import { agentScript, openAppStage } from './app-stage.mjs';

// Plan, two `claude` agents in worktrees, commits, merge: through the app itself, with the real command line and a
// model on loopback. Nothing reaches the network once the command line is installed.

/** What the project's own `/verify` does: looks at the merged files with a command, then says its verdict. */
const verifyScript = (verdict) => [
  {
    text: 'Looking.',
    tools: [
      { name: 'Bash', input: { command: 'cat design/card.md db/one.sql', description: 'Look' } },
    ],
  },
  { text: `I looked at what was merged.\n\nVERDICT: ${verdict}` },
];
const scripts = {
  designer: agentScript('design/card.md'),
  data: agentScript('db/one.sql'),
  comments: agentScript('db/two.sql'),
  verify: verifyScript('fail'),
};
const agent = (name) =>
  `  ${name}: { role: ${name}, prompt: "SCRIPT:${name}", options: { permissionMode: acceptEdits, allowedTools: ["Bash(git add *)", "Bash(git commit *)"] } }\n`;
const plan = `version: 1\nfeature: shop\nbase: main\nagents:\n${agent('designer')}${agent('data')}syncs:\n  ground: { merges: [designer, data], verify: ["test -f design/card.md && test -f db/one.sql", { claude: "/verify" }] }\n`;

const started = Date.now();
const stage = await openAppStage(scripts, {
  files: {
    'plans/shop.plan.yaml': plan,
    '.claude/commands/verify.md': 'Look at the merged files. SCRIPT:verify\n',
  },
});
const { git, model, tributary, until } = stage;
/** The answer of a command whose exit code says no. */
const refused = async (...words) => {
  const answer = await tributary(...words).catch((error) => error);
  assert.equal(answer.code, 1, `${words.join(' ')} should say no: ${JSON.stringify(answer)}`);
  return JSON.parse(answer.stdout);
};

try {
  const before = await git('rev-parse', 'HEAD');
  const { hash } = await tributary('trust');
  await tributary('trust', '--accept', hash);
  const start = await tributary('start', 'ground');
  assert.equal(start.base, before);
  assert.deepEqual(
    start.agents.map(({ state }) => state),
    ['starting', 'starting'],
  );

  const seen = new Set();
  const status = await until('both agents finished', async () => {
    const value = await tributary('status');
    for (const agent of value.agents) seen.add(`${agent.name} ${agent.state}`);
    const done = value.agents.every(({ state, commits }) => state === 'finished' && commits === 1);
    return { done, value };
  });
  assert.equal(status.syncs[0].state, 'ready');

  // A prompt for a session that runs and waits: pasted, taken as one, worked on like the first.
  const asked = await tributary(
    'ask',
    'data',
    'Review comments:\n\n- SCRIPT:comments\n- commit it',
  );
  assert.deepEqual(asked, { state: 'sent' });
  await until('the comments answered with a commit', async () => {
    const value = await tributary('status');
    const data = value.agents.find(({ name }) => name === 'data');
    return { done: data.state === 'finished' && data.commits === 2, value };
  });

  // The project's own command judges the merge: while it says no, nothing moves.
  const red = await refused('sync', 'ground', '--merge');
  assert.equal(red.outcome, 'verify-failed');
  assert.equal(await git('rev-parse', 'feature/shop'), before);
  scripts.verify = verifyScript('pass');
  const merged = await tributary('sync', 'ground', '--merge');
  assert.equal(merged.outcome, 'landed');
  const files = (await git('ls-tree', '-r', '--name-only', 'feature/shop')).split('\n');
  assert.deepEqual(files, [
    '.claude/commands/verify.md',
    'db/one.sql',
    'db/two.sql',
    'design/card.md',
    'plans/CURRENT.md',
    'plans/shop.plan.yaml',
  ]);
  for (const { head } of status.agents)
    await git('merge-base', '--is-ancestor', head, 'feature/shop');
  assert.equal(await git('rev-parse', 'main'), before);

  const stopped = await tributary('stop', 'designer', 'data');
  assert.deepEqual(
    stopped.agents.map(({ state }) => state),
    ['merged', 'merged'],
  );
  assert.ok(model.requests.length >= 6, 'both agents asked the model');
  console.log(`States seen: ${[...seen].join(', ')}`);
  console.log(`Plan, agents, merge: passed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
} finally {
  await stage.close();
}
