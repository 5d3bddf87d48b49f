import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FoundConversation } from '../../../shared/contract/session.ts';
import { pageAfter } from '../conversation/read-transcript.ts';
import { UUID } from './adapters/claude-session-id.ts';
import { transcriptsOf } from './adapters/claude-transcript.ts';

/** Newest conversations offered per worktree; older ones are available with `claude --resume`. */
const OFFERED = 10;
/** Characters shown of the first prompt. */
const TELLING = 160;

/** Conversations of an agent's worktree in the CLI's files that are not the agent's own, newest first. */
export async function foundConversations(
  folder: string,
  of: { readonly agent: string; readonly cwd: string; readonly own: string | null },
): Promise<FoundConversation[]> {
  const place = transcriptsOf(folder, of.cwd);
  const names = await readdir(place).catch(() => []);
  const known = names.filter((name) => {
    const id = basename(name, '.jsonl');
    return name.endsWith('.jsonl') && UUID.test(id) && id !== of.own;
  });
  const all = await Promise.all(
    known.map(async (name) => {
      const path = join(place, name);
      const { mtimeMs, size } = await stat(path);
      return { path, conversation: basename(name, '.jsonl'), at: mtimeMs, bytes: size };
    }),
  );
  const newest = all.sort((a, b) => b.at - a.at).slice(0, OFFERED);
  const told = await Promise.all(
    newest.map(async ({ path, ...found }) => {
      const { entries } = await pageAfter(path, 0);
      const prompt = entries.find(({ kind }) => kind === 'prompt');
      return prompt ? [{ ...found, agent: of.agent, prompt: prompt.text.slice(0, TELLING) }] : [];
    }),
  );
  // A conversation without a prompt cannot be resumed.
  return told.flat();
}
