import type { Ran, Workspace } from '../../../e2e/support/workspace.ts';
import { defineCommands } from './commands.ts';
import { runProgram } from './program.ts';

/**
 * For tests: the command line in this process, in a folder and with the environment of a workspace, one after the other.
 * It does what `Workspace.cli` does without a start of node for each command.
 */
export async function runHere(
  workspace: Workspace,
  cwd: string,
  words: readonly string[],
): Promise<Ran> {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const stdout = capture(process.stdout);
  const stderr = capture(process.stderr);
  try {
    process.chdir(cwd);
    become(workspace.env);
    const code = await runProgram(words, defineCommands);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.release();
    stderr.release();
    become(before.env);
    process.chdir(before.cwd);
  }
}

/** Trusts a repository as it is. */
export async function trustHere(workspace: Workspace, cwd: string): Promise<void> {
  const shown = JSON.parse((await runHere(workspace, cwd, ['trust', '--json'])).stdout);
  const accepted = await runHere(workspace, cwd, ['trust', '--accept', shown.hash]);
  if (accepted.code !== 0) throw new Error(accepted.stderr);
}

function become(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined) process.env[name] = value;
  }
}

/** Keeps what is written to a stream of this process instead of showing it. */
function capture(stream: NodeJS.WriteStream) {
  const { write } = stream;
  const chunks: Buffer[] = [];
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    chunks.push(Buffer.from(chunk as Uint8Array));
    const done = rest.find((each) => typeof each === 'function');
    if (done) queueMicrotask(done as () => void);
    return true;
  };
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    release: () => {
      stream.write = write;
    },
  };
}
