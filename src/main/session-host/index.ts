import { parseArgs } from 'node:util';
import { runHost } from './host.ts';

/**
 * The session host: a detached process that owns all PTYs of a user, so that agents outlive the app. Exits with 0 when
 * nothing is left to host, with 3 when another host already serves the folder.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      version: { type: 'string' },
      idle: { type: 'string', default: '30000' },
    },
  });
  if (!values.directory || !values.version) {
    console.error('Usage: session-host --directory DIR --version VERSION [--idle MILLISECONDS]');
    process.exit(2);
  }
  const stop = await runHost({
    directory: values.directory,
    version: values.version,
    scripts: import.meta.dirname,
    idleExit: Number(values.idle),
    workerScript: new URL('./screen-worker.js', import.meta.url),
    onDone: (code) => process.exit(code),
  });
  if (!stop) {
    console.error(`Another session host serves ${values.directory}`);
    process.exit(3);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  // Closing the terminal that started the host must not end it.
  process.on('SIGHUP', () => undefined);
}

await main();
