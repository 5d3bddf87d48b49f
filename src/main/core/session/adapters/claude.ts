import { existsSync } from 'node:fs';
import { shownTitle } from '../../../../shared/names.ts';
import { linesFrom } from '../../conversation/transcript-lines.ts';
import { startable } from '../../startable.ts';
import { claudeFolder } from '../claude-folder.ts';
import { findClaude } from '../find-claude.ts';
import type { SessionRequest } from '../sessions.ts';
import type { Adapter } from './adapter.ts';
import { asArgument } from './argument.ts';
import { writeHookSettings } from './claude-hooks.ts';
import {
  claudeSessionId,
  newClaudeSessionId,
  newCopyOf,
  originOfCopy,
} from './claude-session-id.ts';
import { transcriptOf } from './claude-transcript.ts';
import { extraFolders, textList } from './extra-folders.ts';

/** The `claude` CLI, which receives everything as arguments; nothing is typed into it at the start. */
export const claudeAdapter: Adapter = {
  check: async ({ spec }, around) => {
    await findClaude(around.home, around.login);
    extraFolders(spec, null);
  },
  program: async (request, around) => {
    const found = await findClaude(around.home, around.login);
    if (request.attach !== undefined) {
      const args = ['attach', request.attach];
      return { kind: 'cli', ...startable(found.path, args), env: {}, configDir: null };
    }
    const folder = await claudeFolder(around.login, request.env);
    const settings = writeHookSettings(around.home, around.hookUrl);
    const args = await claudeArguments(request, { folder, settings });
    const program = { ...startable(found.path, args), env: {}, configDir: folder };
    return { kind: 'claude', ...program, prompted: args.includes('--') };
  },
};

/** The command line. Options with several values are passed as one argument, and `--` separates the prompt. */
async function claudeArguments(
  request: SessionRequest,
  files: { readonly folder: string; readonly settings: string },
): Promise<string[]> {
  const { spec } = request;
  const { session, resumed, copied } = await conversationOf(request, files.folder);
  const forked = resumed && (copied || request.fork === true);
  const title = shownTitle(spec, request.agent);
  const args = [resumed ? '--resume' : '--session-id', session];
  if (forked) args.push('--fork-session', '--session-id', newCopyOf(request, session));
  args.push('-n', `${request.feature}: ${title}`, '--settings', files.settings);
  if (request.briefing) args.push('--append-system-prompt', asArgument(request.briefing));
  if (spec.model) args.push('--model', spec.model);
  const { permissionMode, allowedTools } = spec.options ?? {};
  if (permissionMode) args.push('--permission-mode', permissionMode);
  const tools = textList(allowedTools).join(',');
  if (tools) args.push('--allowedTools', tools);
  for (const folder of extraFolders(spec, request.cwd)) args.push(`--add-dir=${folder}`);
  // The prompt of a resumed session is in its transcript.
  const prompt = request.say ?? (resumed ? undefined : spec.prompt);
  if (prompt) args.push('--', asArgument(prompt));
  return args;
}

interface Conversation {
  readonly session: string;
  readonly resumed: boolean;
  /** Whether the session continues in a copy. */
  readonly copied: boolean;
}

/**
 * The conversation to resume, or to start. A transcript without any message (the CLI was killed before it wrote one)
 * can neither be resumed nor started again under the same id; for a copy, its original is copied again.
 */
async function conversationOf(request: SessionRequest, folder: string): Promise<Conversation> {
  const known = (session: string) => saysSomething(transcriptOf(folder, request.cwd, session));
  const session = claudeSessionId(request);
  if (await known(session)) return { session, resumed: true, copied: false };
  const origin = originOfCopy(request, session);
  if (origin && (await known(origin))) return { session: origin, resumed: true, copied: true };
  const isBegun = existsSync(transcriptOf(folder, request.cwd, session));
  const begins = isBegun ? newClaudeSessionId(request) : session;
  return { session: begins, resumed: false, copied: false };
}

/** Transcripts can be large; the first message is near the beginning. */
async function saysSomething(transcript: string): Promise<boolean> {
  if (!existsSync(transcript)) return false;
  for await (const { text } of linesFrom(transcript, 0)) {
    if (text === null || SAID.test(text)) return true;
  }
  return false;
}

/** A transcript line from which the CLI can resume. */
const SAID = /"type":\s*"(user|assistant)"/;
