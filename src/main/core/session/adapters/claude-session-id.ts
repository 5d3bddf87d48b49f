import { randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { SessionRequest } from '../sessions.ts';

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The CLI's id of an agent's conversation, stored with the worktree's git files: it survives the app and disappears
 * with the worktree, so a new worktree never resumes an old conversation.
 */
export function claudeSessionId(request: Pick<SessionRequest, 'cwd' | 'agent'>): string {
  return knownClaudeSessionId(request) ?? newClaudeSessionId(request);
}

/** The id of the conversation started here; null when there is none. */
export function knownClaudeSessionId(
  request: Pick<SessionRequest, 'cwd' | 'agent'>,
): string | null {
  const folder = gitFolder(request.cwd);
  const known = folder && read(fileOf(folder, request.agent))?.trim();
  return known && UUID.test(known) ? known : null;
}

/** Starts a new conversation, which replaces the agent's. */
export function newClaudeSessionId(request: Pick<SessionRequest, 'cwd' | 'agent'>): string {
  const id = randomUUID();
  const folder = gitFolder(request.cwd);
  if (folder) writeFileAtomic.sync(fileOf(folder, request.agent), `${id}\n`);
  return id;
}

/**
 * Stores the current conversation of a session as the agent's: after `/clear` or a resume in the terminal it is another
 * one.
 */
export function keepClaudeSessionId(
  request: Pick<SessionRequest, 'cwd' | 'agent'>,
  id: string,
): void {
  const folder = gitFolder(request.cwd);
  if (!folder || !UUID.test(id) || knownClaudeSessionId(request) === id) return;
  writeFileAtomic.sync(fileOf(folder, request.agent), `${id}\n`);
}

/** Starts a copy of a conversation, which becomes the agent's once a session reports it. */
export function newCopyOf(request: Pick<SessionRequest, 'cwd' | 'agent'>, of: string): string {
  const copy = randomUUID();
  const folder = gitFolder(request.cwd);
  if (folder) writeFileAtomic.sync(copyFileOf(folder, request.agent), `${copy} ${of}\n`);
  return copy;
}

/** The conversation of which this is the copy last started here; otherwise null. */
export function originOfCopy(
  request: Pick<SessionRequest, 'cwd' | 'agent'>,
  copy: string,
): string | null {
  const folder = gitFolder(request.cwd);
  const [known, origin] =
    (folder && read(copyFileOf(folder, request.agent)))?.trim().split(' ') ?? [];
  return known === copy && origin && UUID.test(origin) ? origin : null;
}

function fileOf(folder: string, agent: string): string {
  return join(folder, `tributary-session-${agent}`);
}

function copyFileOf(folder: string, agent: string): string {
  return join(folder, `tributary-copy-${agent}`);
}

/** `.git`, or the folder named in a linked worktree's `.git` file. */
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
    // Missing.
    return null;
  }
}
