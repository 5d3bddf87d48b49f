import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from './workspace.ts';

/**
 * What a `claude` session is to the app: a terminal with a state file that tells of its turns. This one settles every conflicted file that it
 * finds by keeping both versions, changes one file that it was not asked about, and writes down what it is told.
 */
const SCRIPT = `#!${process.execPath}
const { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');
if (process.argv.includes('--version')) {
  console.log('2.1.0 (Claude Code)');
  process.exit(0);
}
const config = process.env.CLAUDE_CONFIG_DIR || join(process.env.HOME, '.claude');
mkdirSync(join(config, 'sessions'), { recursive: true });
const told = join(process.env.HOME, 'told-' + basename(process.cwd()));
const dashes = process.argv.lastIndexOf('--');
let statusUpdatedAt = Date.now();
const hook = (hook_event_name) =>
  fetch(process.env.TRIBUTARY_HOOK_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer ' + process.env.TRIBUTARY_HOOK_TOKEN,
    },
    body: JSON.stringify({ hook_event_name }),
  });
const turn = async () => {
  await hook('UserPromptSubmit');
  await hook('Stop');
  statusUpdatedAt = Date.now();
};
if (dashes > 0) {
  appendFileSync(told, process.argv.slice(dashes + 1).join(' ') + '\\n');
  turn();
}
if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => {
  appendFileSync(told, bytes);
  if (bytes.includes('\\r')) turn();
});
console.log('stand-in at work');
if (process.cwd().endsWith('-integration')) {
  for (const name of readdirSync('.', { withFileTypes: true })) {
    if (!name.isFile()) continue;
    const text = readFileSync(name.name, 'utf8');
    if (/^<<<<<<< /m.test(text)) {
      writeFileSync(name.name, text.replace(/^(<<<<<<<|=======|>>>>>>>).*\\n/gm, ''));
    }
  }
  writeFileSync('strayed.txt', 'not asked for\\n');
}
setInterval(() => {
  const status = { pid: process.pid, status: 'idle', statusUpdatedAt };
  writeFileSync(join(config, 'sessions', process.pid + '.json'), JSON.stringify(status));
}, 100);
`;

/** Puts the stand-in in the place of `claude` for everything that the workspace starts from now on. */
export async function standInForClaude(workspace: Workspace): Promise<void> {
  const file = join(workspace.folder, 'claude');
  await writeFile(file, SCRIPT);
  await chmod(file, 0o755);
  workspace.env['TRIBUTARY_CLAUDE'] = file;
}

/** What the sessions in a worktree were told so far, as it was given or typed. */
export async function toldTo(workspace: Workspace, worktree: string): Promise<string> {
  const file = join(workspace.folder, 'user', `told-${worktree}`);
  return readFile(file, 'utf8').catch(() => '');
}
