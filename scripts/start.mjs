import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';

// `npm start [-- path | --demo | --web]`: builds what is missing, then runs the command line. That takes what npm added out
// of the environment before it starts anything: here it is needed still, for the settings of a download.
await buildIfStale((words) => console.error(words));
// Without the two dashes npm takes `--demo` and `--web` for itself, and says so in the environment.
const forNpm = ['demo', 'web'].filter((name) => process.env[`npm_config_${name}`] === 'true');
const words = [...process.argv.slice(2), ...forNpm.map((name) => `--${name}`)];
const command = words.includes('--demo')
  ? ['demo', ...words.filter((word) => word !== '--demo')]
  : words;
const child = spawn(
  process.execPath,
  [resolve(import.meta.dirname, '../bin/tributary.mjs'), ...command],
  { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() },
);
// The child decides how to end; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
