import assert from 'node:assert/strict';
import { agentScript, openAppStage } from './app-stage.mjs';

// A repository of a few source files, no tests and no commands: a plan as it is proposed, without one edit, goes through all
// its phases with the real command line, and nobody works outside of its scope.

const ABOUT = 'People edit their name and picture.';
/** What each agent adds; the model knows an agent by the folder it works in. */
const WORK = {
  designer: 'src/tokens.css',
  data: 'lib/people.js',
  backend: 'src/profile-api.js',
  frontend: 'src/profile-page.js',
  qa: 'lib/profile-check.js',
};
const scripts = Object.fromEntries(
  Object.entries(WORK).map(([agent, file]) => [`shop-${agent}`, agentScript(file)]),
);

const started = Date.now();
const stage = await openAppStage(scripts, {
  files: { 'src/index.js': 'run();\n', 'src/cart.js': '\n', 'lib/tax.js': '\n' },
  // A person lets their sessions write and commit.
  settings: {
    permissions: { allow: ['Write', 'Edit', 'Bash(git add *)', 'Bash(git commit *)'] },
  },
});
const { git, model, tributary, until } = stage;
try {
  const before = await git('rev-parse', 'HEAD');
  const made = await tributary('plan', 'new', 'full-stack', 'User Profile', '--about', ABOUT);
  assert.deepEqual(made, { file: 'plans/user-profile.plan.yaml' });
  assert.deepEqual((await tributary('plan', 'lint')).findings, []);
  const { agents, phases } = await tributary('plan', 'show');
  for (const agent of Object.values(agents)) assert.deepEqual(agent.scope, ['src/**', 'lib/**']);

  for (const phase of phases) {
    await tributary('start', phase.name);
    await until(`${phase.name} finished`, async () => {
      const value = await tributary('status');
      const mine = value.agents.filter(({ name }) => phase.agents.includes(name));
      const isDone = ({ state, commits }) => state === 'finished' && commits === 1;
      return { done: mine.every(isDone), value };
    });
    const preview = await tributary('sync', phase.name, '--preview');
    assert.equal(preview.outcome, 'clean');
    const scope = preview.gate.find(({ id }) => id === 'in-scope');
    assert.deepEqual(scope.state, 'pass', scope.message);
    const merged = await tributary('sync', phase.name, '--merge');
    assert.equal(merged.outcome, 'landed', JSON.stringify(merged));
    assert.ok(merged.gate.every(({ state }) => state === 'pass'));
  }

  const files = await git('ls-tree', '-r', '--name-only', 'feature/user-profile');
  for (const file of Object.values(WORK)) assert.ok(files.split('\n').includes(file), file);
  assert.equal(await git('rev-parse', 'main'), before);
  // Each session was told what the feature is for, and in plain words what to do.
  for (const agent of Object.keys(WORK)) {
    const [first] = agents[agent].prompt.split('\n');
    const told = model.requests.some(
      ({ body }) => body.includes(ABOUT) && body.includes(JSON.stringify(first).slice(1, -1)),
    );
    assert.ok(told, `${agent}: ${first}`);
  }
  await tributary('stop', ...Object.keys(WORK));
  console.log(`A fitted plan, landed: passed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
} finally {
  await stage.close();
}
