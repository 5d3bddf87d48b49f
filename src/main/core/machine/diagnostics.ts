import { readFile } from 'node:fs/promises';
import { arch, homedir, release } from 'node:os';
import { logFiles } from '../log.ts';
import type { Sessions } from '../session/sessions.ts';
import type { MachineChecks } from './checks.ts';

/** Incidents that are worth reading; older ones are in the log. */
const INCIDENTS = 10;
/** Lines of an incident: its message and where it came from. */
const STACK_LINES = 4;

/** What is running, as a report of a fault names it. */
interface Running {
  readonly home: string;
  readonly version: string;
  readonly runtime: Readonly<Record<string, string>>;
  readonly sessions: Pick<Sessions, 'status'>;
  checks(): Pick<MachineChecks, 'settled'>;
}

/**
 * What a report of a fault needs: versions, what was found on this machine, the last incidents. Holds no file contents,
 * no environment; the log hides tokens before they are written, and the home folder is shortened to `~`.
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

/** The newest last, each with the first lines of its cause. */
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
    // The end of a line that was never written whole.
    return [];
  }
}
