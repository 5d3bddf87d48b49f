import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from '../../../shared/result.ts';
import { commitAll } from './commit.ts';
import { editFile } from './edit-file.ts';
import { flood } from './flood.ts';
import type { TypedLines } from './lines.ts';
import type { Look } from './look.ts';
import type { Asking, Decision, Reporter } from './report.ts';
import type { Step } from './script.ts';

export interface Stage {
  readonly cwd: string;
  readonly look: Look;
  readonly report: Reporter;
  readonly typed: TypedLines;
}

/** How a script ended; `code` is the exit code of the process. */
export type Ending = { readonly kind: 'done' } | { readonly kind: 'left'; readonly code: number };

const DONE: Ending = { kind: 'done' };

/** Plays a script step by step, reporting like the `claude` CLI. A step that fails throws. */
export async function play(steps: readonly Step[], stage: Stage): Promise<Ending> {
  for (const step of steps) {
    const ending = await playStep(step, stage);
    if (ending.kind === 'left') return ending;
  }
  return DONE;
}

async function playStep(step: Step, stage: Stage): Promise<Ending> {
  if ('say' in step) stage.look.say(step.say);
  else if ('edit' in step) await edit(step.edit, stage);
  else if ('commit' in step) await commit(step.commit, stage);
  else if ('ask' in step) return ask(step.ask, stage);
  else if ('permission' in step) return permission(step.permission, stage);
  else if ('sleep' in step) await pause(step.sleep);
  else if ('flood' in step) for (const chunk of flood(step.flood)) await stage.look.raw(chunk);
  else if ('fail' in step) {
    stage.look.failed(`The script fails here with ${step.fail}`);
    return { kind: 'left', code: step.fail };
  } else assertNever(step);
  return DONE;
}

async function edit(change: Extract<Step, { edit: unknown }>['edit'], stage: Stage): Promise<void> {
  const tool = change.content === undefined ? 'Edit' : 'Write';
  const use = { tool_name: tool, tool_input: { file_path: change.file } };
  await stage.report.hook('PreToolUse', use);
  stage.look.tool(tool, change.file);
  stage.look.added(editFile(stage.cwd, change));
  await stage.report.hook('PostToolUse', use);
}

async function commit(message: string, stage: Stage): Promise<void> {
  const use = { tool_name: 'Bash', tool_input: { command: `git commit -m ${message}` } };
  await stage.report.hook('PreToolUse', use);
  stage.look.tool('Bash', `git commit -m ${JSON.stringify(message)}`);
  const id = await commitAll(stage.cwd, message);
  stage.look.result(id ? `committed ${id}` : 'nothing to commit');
  await stage.report.hook('PostToolUse', use);
}

async function ask(question: string, stage: Stage): Promise<Ending> {
  const use = {
    tool_name: 'AskUserQuestion',
    tool_input: { questions: [{ question, header: 'Question', options: [] }] },
  };
  await stage.report.hook('PreToolUse', use);
  stage.look.waits(question, 'answer ›');
  const asking = stage.report.ask(use);
  const typed = await stage.typed.nextUnless(asking.decision);
  asking.withdraw();
  if (typed === null) return { kind: 'left', code: 0 };
  const answer = typed ?? answerOf(await asking.decision, question);
  await stage.report.hook('PostToolUse', { ...use, tool_response: answer });
  stage.look.result(`noted: ${answer}`);
  return DONE;
}

function answerOf(decision: Decision, question: string): string {
  if (decision.behavior === 'deny') return decision.message ?? 'no answer';
  return decision.updatedInput?.answers[question] ?? 'no answer';
}

/** A denial ends the turn as in the CLI: the command does not run, and the script continues. */
async function permission(command: string, stage: Stage): Promise<Ending> {
  const use = { tool_name: 'Bash', tool_input: { command } };
  await stage.report.hook('PreToolUse', use);
  stage.look.tool('Bash', command);
  const asking = stage.report.ask(use);
  const allowed = await allowedOf(command, { stage, asking });
  asking.withdraw();
  if (allowed === null) return { kind: 'left', code: 0 };
  if (!allowed) {
    await stage.report.hook('PostToolUseFailure', { ...use, error: 'denied' });
    stage.look.result('denied; going on without it');
    return DONE;
  }
  await stage.report.hook('PostToolUse', use);
  stage.look.result('allowed (a simulated agent does not run it)');
  return DONE;
}

/** The first answer, from here or elsewhere; null at the end of input. */
async function allowedOf(
  command: string,
  { stage, asking }: { readonly stage: Stage; readonly asking: Asking },
): Promise<boolean | null> {
  for (;;) {
    stage.look.waits(`Allow this command? ${command}`, '[y/n] ›');
    const answer = await stage.typed.nextUnless(asking.decision);
    if (answer === null) return null;
    if (answer === undefined) return (await asking.decision).behavior === 'allow';
    if (/^\s*y(es)?\s*$/i.test(answer)) return true;
    if (/^\s*n(o)?\s*$/i.test(answer)) return false;
  }
}
