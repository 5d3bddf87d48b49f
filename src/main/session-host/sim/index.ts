import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultScript } from './default-script.ts';
import { readLines } from './lines.ts';
import { createLook } from './look.ts';
import { play, type Stage } from './play.ts';
import { createReporter } from './report.ts';
import { parseScript, ScriptError, type Step } from './script.ts';

/**
 * The simulated agent: plays a script in its worktree like a `claude` session, with real edits and commits. Exits with
 * 0 when its input ends after the script, with 2 for an invalid script, otherwise with the code in the script.
 */
const { values } = parseArgs({
  options: {
    script: { type: 'string' },
    agent: { type: 'string', default: 'agent' },
    title: { type: 'string', default: 'Agent' },
    role: { type: 'string', default: 'agent' },
    prompt: { type: 'string', default: '' },
    scope: { type: 'string', multiple: true, default: [] },
  },
});

const look = createLook((text) => process.stdout.write(text));

function loadScript(): readonly Step[] {
  if (values.script === undefined) {
    return defaultScript(values.agent, values.role, values.scope);
  }
  try {
    return parseScript(readFileSync(values.script, 'utf8'));
  } catch (error) {
    const place = error instanceof ScriptError ? `:${error.line}` : '';
    look.failed(`${values.script}${place}: ${messageOf(error)}`);
    return process.exit(2);
  }
}

async function main(): Promise<number> {
  const steps = loadScript();
  const typed = readLines();
  const report = createReporter(randomUUID());
  const stage: Stage = { cwd: process.cwd(), look, report, typed };
  process.stdout.write(`\x1b]0;◐ ${values.title}\x07`);
  look.header(values.title, values.role);
  if (values.prompt) look.prompt(values.prompt);
  await report.hook('UserPromptSubmit', { prompt: values.prompt || `Work as ${values.role}` });
  try {
    const ending = await play(steps, stage);
    if (ending.kind === 'left') return ending.code;
  } catch (error) {
    look.failed(messageOf(error));
    await report.hook('StopFailure', {
      error: 'unknown',
      last_assistant_message: messageOf(error),
    });
    return waitForTheEnd(stage, 1);
  }
  look.done('Done. Press Ctrl-D to leave.');
  process.stdout.write(`\x1b]0;✳ ${values.title}\x07`);
  await report.hook('Stop', { last_assistant_message: 'Done', background_tasks: [] });
  return waitForTheEnd(stage, 0);
}

async function waitForTheEnd(stage: Stage, code: number): Promise<number> {
  for (;;) {
    const line = await stage.typed.next();
    if (line === null) return code;
    if (line.trim() !== '') look.note('The script is over, so there is nothing more to do here.');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.exit(await main());
