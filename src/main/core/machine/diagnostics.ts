import { readFile } from 'node:fs/promises';
import { arch, homedir, release } from 'node:os';
import { logFiles } from '../log.ts';
import type { Sessions } from '../session/sessions.ts';
import type { MachineChecks } from './checks.ts';

/** Most incidents included; older ones are in the log. */
const INCIDENTS = 10;
/** Lines of each incident: its message and the top of its stack. */
const STACK_LINES = 4;

/** Versions of the running app. */
interface Running {
  readonly home: string;
  readonly version: string;
  readonly runtime: Readonly<Record<string, string>>;
  readonly sessions: Pick<Sessions, 'status'>;
  checks(): Pick<MachineChecks, 'settled'>;
}

/**
 * The text for a bug report: versions, checks of this machine, recent incidents. Contains no file contents and no
 * environment; the log has masked tokens, and the home folder is shortened to `~`.
 */
export async function diagnostics(app: Running): Promise<string> {
  const runtime = Object.entries(app.runtime).map(([name, version]) => `${name} ${version}`);
  const checks = await app.checks().settled();
  const host = app.sessions.status();
  const incidents = await lastIncidents(app.home);
  const lines = [
    `Tributary ${app.version}`,
    `${process.platform} ${release()} ${arch()}, ${runtime.join(', ')}`,
    `session host: ${host.state === 'connected' ? `connected, version ${host.version}` : host.state}`,
    ...checks.map(({ id, state, message }) => `${id}: ${state}, ${message}`),
    '',
    incidents.length === 0 ? 'No incidents in the log.' : 'Last incidents:',
    ...incidents,
  ];
  return `${lines.join('\n').replaceAll(homedir(), '~')}\n`;
}

/** Newest last, each with the first lines of its cause. */
async function lastIncidents(home: string): Promise<string[]> {
  const [current, before] = logFiles(home);
  const texts = await Promise.all(
    [before, current].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const lines = texts.join('').split('\n');
  return lines
    .filter((line) => line.includes('"message":"incident '))
    .slice(-INCIDENTS)
    .flatMap(described);
}

function described(line: string): string[] {
  try {
    const { at, message, detail } = JSON.parse(line);
    const cause = String(detail).split('\n').slice(0, STACK_LINES).join('\n  ');
    return [`${at} ${message}\n  ${cause}`];
  } catch {
    // An incomplete line.
    return [];
  }
}
