import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { knownClaudeSessionId } from './claude-session-id.ts';

/** The CLI's transcript of a conversation. It exists after the first prompt, and only then can be resumed. */
export function transcriptOf(folder: string, cwd: string, session: string): string {
  return join(transcriptsOf(folder, cwd), `${session}.jsonl`);
}

/** The folder of all transcripts for a working folder. */
export function transcriptsOf(folder: string, cwd: string): string {
  return join(folder, 'projects', cwd.replace(/[/.]/g, '-'));
}

/**
 * The transcript of an agent: the one its session reported, otherwise that of the conversation it would resume.
 * Reported paths are accepted only inside the CLI's folder. Null when there is none.
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
    // Missing.
    return false;
  }
}
