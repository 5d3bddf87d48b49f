import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { defaultTitle } from '../../../../shared/names.ts';
import { linesFrom } from '../../conversation/lines.ts';
import { claudeFolder } from '../claude-folder.ts';
import { findClaude } from '../find-claude.ts';
import type { SessionRequest } from '../sessions.ts';
import type { Adapter } from './adapter.ts';
import { asArgument } from './argument.ts';
import { writeHookSettings } from './claude-hooks.ts';
import { claudeSessionId, newClaudeSessionId } from './claude-session-id.ts';
import { transcriptOf } from './claude-transcript.ts';
import { extraFolders, textList } from './extra-folders.ts';

/** The `claude` CLI: told everything by arguments, so that nothing is ever typed into it. */
export const claudeAdapter: Adapter = {
  check: async ({ spec }, around) => {
    await findClaude(around.home, around.login);
    extraFolders(spec, null);
  },
  program: async (request, around) => {
    const found = await findClaude(around.home, around.login);
    if (request.attach !== undefined) {
      const args = ['attach', request.attach];
      return { kind: 'cli', file: found.path, args, env: {}, configDir: null };
    }
    const folder = await claudeFolder(around.login, request.env);
    const settings = writeHookSettings(around.home, around.hookUrl);
    const args = await claudeArguments(request, { folder, settings });
    return { kind: 'claude', file: found.path, args, env: {}, configDir: folder };
  },
};

/** The command line. Options that take several values come as one, and `--` keeps the prompt apart from them. */
async function claudeArguments(
  request: SessionRequest,
  files: { readonly folder: string; readonly settings: string },
): Promise<string[]> {
  const { spec } = request;
  const { session, resumed } = await conversationOf(request, files.folder);
  const forked = resumed && request.fork === true;
  const title = spec.title ?? defaultTitle(request.agent);
  const args = [resumed ? '--resume' : '--session-id', session];
  // Kept as the agent's own only once the session says that it is in it: until then a restart goes on with the old one.
  if (forked) args.push('--fork-session', '--session-id', randomUUID());
  args.push('-n', `${request.feature}: ${title}`, '--settings', files.settings);
  if (request.briefing) args.push('--append-system-prompt', asArgument(request.briefing));
  if (spec.model) args.push('--model', spec.model);
  const { permissionMode, allowedTools } = spec.options ?? {};
  if (permissionMode) args.push('--permission-mode', permissionMode);
  const tools = textList(allowedTools).join(',');
  if (tools) args.push('--allowedTools', tools);
  for (const folder of extraFolders(spec, request.cwd)) args.push(`--add-dir=${folder}`);
  // A resumed session has its prompt in its transcript.
  const prompt = request.say ?? (resumed ? undefined : spec.prompt);
  if (prompt) args.push('--', asArgument(prompt));
  return args;
}

/**
 * The conversation to resume, or the one to begin. A transcript in which nothing was said yet (the CLI was killed before
 * it wrote) can neither be resumed nor begun again under its name.
 */
async function conversationOf(
  request: SessionRequest,
  folder: string,
): Promise<{ readonly session: string; readonly resumed: boolean }> {
  const session = claudeSessionId(request);
  const transcript = transcriptOf(folder, request.cwd, session);
  if (!existsSync(transcript)) return { session, resumed: false };
  if (await saysSomething(transcript)) return { session, resumed: true };
  return { session: newClaudeSessionId(request), resumed: false };
}

/** Transcripts grow large; what is looked for stands near their beginning. */
async function saysSomething(transcript: string): Promise<boolean> {
  for await (const { text } of linesFrom(transcript, 0)) {
    if (text === null || SAID.test(text)) return true;
  }
  return false;
}

/** A line of a transcript that the CLI can go on from. */
const SAID = /"type":\s*"(user|assistant)"/;
