import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { knownClaudeSessionId } from './claude-session-id.ts';

/** Where the CLI keeps what was said; it exists from the first prompt on, and only then can be resumed. */
export function transcriptOf(folder: string, cwd: string, session: string): string {
  return join(transcriptsOf(folder, cwd), `${session}.jsonl`);
}

/** Where the CLI keeps all that was said in a folder. */
export function transcriptsOf(folder: string, cwd: string): string {
  return join(folder, 'projects', cwd.replace(/[/.]/g, '-'));
}

/**
 * The transcript of an agent: the one its session has told of, else the one of the conversation that it would resume.
 * What a session tells is believed only within the CLI's own folder. Null where there is none.
 */
export function findTranscript(
  folder: string,
  of: { readonly cwd: string; readonly agent: string; readonly told: string | null },
): string | null {
  const id = knownClaudeSessionId(of);
  const own = id === null ? null : transcriptOf(folder, of.cwd, id);
  const told = of.told !== null && isKept(folder, of.told) ? of.told : null;
  return [told, own].find((path) => path !== null && existsSync(path)) ?? null;
}

function isKept(folder: string, path: string): boolean {
  try {
    const inside = realpathSync(path).startsWith(realpathSync(join(folder, 'projects')) + sep);
    return inside && path.endsWith('.jsonl');
  } catch {
    // Not there.
    return false;
  }
}
