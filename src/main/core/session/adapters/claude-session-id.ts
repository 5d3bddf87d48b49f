import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { SessionRequest } from '../sessions.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The id under which the CLI knows an agent's conversation. It lives with the worktree's own git files, so that it
 * survives the app and goes away with the worktree: a new worktree never resumes an old conversation.
 */
export function claudeSessionId(request: Pick<SessionRequest, 'cwd' | 'agent'>): string {
  const folder = gitFolder(request.cwd);
  if (!folder) return randomUUID();
  const known = read(fileOf(folder, request.agent))?.trim();
  if (known && UUID.test(known)) return known;
  return newClaudeSessionId(request);
}

/** Begins another conversation, which is the agent's from now on. */
export function newClaudeSessionId(request: Pick<SessionRequest, 'cwd' | 'agent'>): string {
  const id = randomUUID();
  const folder = gitFolder(request.cwd);
  if (folder) writeFileAtomic.sync(fileOf(folder, request.agent), `${id}\n`);
  return id;
}

function fileOf(folder: string, agent: string): string {
  return join(folder, `tributary-session-${agent}`);
}

/** `.git`, or the folder that a linked worktree's `.git` file names. */
function gitFolder(cwd: string): string | null {
  const path = join(cwd, '.git');
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const target = /^gitdir: (.+)$/m.exec(read(path) ?? '')?.[1];
  return target ? resolve(cwd, target) : null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not there.
    return null;
  }
}
