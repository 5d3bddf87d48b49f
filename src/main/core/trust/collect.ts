import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TrustItem } from '../../../shared/contract/trust.ts';
import type { AgentOptions, VerifyStep } from '../../../shared/plan/model.ts';
import { CONFIG_FILE, readConfig } from '../config/config.ts';
import { lastValue, readOwnConfig } from '../git/own-config.ts';
import { listPlanFiles } from '../plan/files.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { readPlanText } from '../plan/read-text.ts';
import type { TrustSubject } from './subject.ts';

export const AGENT_FILES: readonly string[] = [
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.mcp.json',
];

/** Configuration keys whose value git runs as a program. */
const PROGRAM_KEYS =
  /^(?:core\.(?:fsmonitor|sshcommand|gitproxy|askpass|editor|pager|alternaterefscommand)|sequence\.editor|gpg\.(?:.+\.)?program|diff\.external|credential\.(?:.+\.)?helper|(?:filter|merge|diff)\..+\.(?:clean|smudge|process|driver|command|textconv)|hook\..+\.command|alias\..+|remote\..+\.(?:uploadpack|receivepack|vcs)|url\..+\.(?:insteadof|pushinsteadof))$/;

/**
 * Everything of a repository that would run on this machine, literally, in a stable order: commands in plans and
 * configuration, hooks, programs in the repository's git configuration, settings of agents. Runs nothing of it.
 */
export async function collectTrustItems(subject: TrustSubject): Promise<readonly TrustItem[]> {
  const checkout = subject.path;
  const parts = await Promise.all([
    configItems(checkout),
    planItems(checkout),
    gitConfigItems(subject),
    hookItems(subject),
    agentItems(checkout),
  ]);
  return parts
    .flat()
    .sort(
      (a, b) => compare(a.kind, b.kind) || compare(a.where, b.where) || compare(a.text, b.text),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function configItems(checkout: string): Promise<TrustItem[]> {
  const config = await readConfig(checkout);
  return [
    ...(config.setup ? [{ kind: 'setup', where: CONFIG_FILE, text: config.setup }] : []),
    ...(config.teardown ? [{ kind: 'teardown', where: CONFIG_FILE, text: config.teardown }] : []),
    ...verifyItems(config.verify ?? [], CONFIG_FILE),
  ];
}

async function planItems(checkout: string): Promise<TrustItem[]> {
  const items: TrustItem[] = [];
  for (const file of await listPlanFiles(checkout)) {
    // An unreadable file cannot be run either.
    const text = await readPlanText(join(checkout, file)).catch(() => '');
    const parsed = parsePlan(text);
    if (!parsed.ok) continue;
    for (const [name, sync] of Object.entries(parsed.plan.syncs)) {
      items.push(...verifyItems(sync.verify ?? [], `${file}: ${name}`));
    }
    for (const [name, agent] of Object.entries(parsed.plan.agents)) {
      const where = `${file}: ${name}`;
      items.push(...optionItems(agent.options ?? {}, where));
      if (typeof agent.runs !== 'object' || !('command' in agent.runs)) continue;
      items.push({ kind: 'command', where, text: agent.runs.command });
    }
  }
  return items;
}

/** Options that let a session act without asking, or outside its worktree. */
function optionItems({ permissionMode, addDirs }: AgentOptions, where: string): TrustItem[] {
  const folders = typeof addDirs === 'string' ? [addDirs] : (addDirs ?? []);
  return [
    ...(permissionMode === 'bypassPermissions' ? [`permissionMode: ${permissionMode}`] : []),
    ...folders.map((folder) => `addDirs: ${folder}`),
  ].map((text) => ({ kind: 'options', where, text }));
}

function verifyItems(steps: readonly VerifyStep[], where: string): TrustItem[] {
  return steps.map((step) => ({
    kind: 'verify',
    where,
    text: typeof step === 'string' ? step : `claude ${step.claude}`,
  }));
}

async function gitConfigItems({ path, memory }: TrustSubject): Promise<TrustItem[]> {
  // The user's own configuration is not the repository's: only the local and worktree levels count.
  const { local, worktree } = await readOwnConfig(path, memory);
  const settings = new Map(
    [...local, ...worktree].map((setting) => [`${setting.key}\n${setting.value ?? ''}`, setting]),
  );
  return [...settings.values()].flatMap(({ key, value }) => {
    const text = value ?? '';
    if (!PROGRAM_KEYS.test(key.toLowerCase()) || text === '') return [];
    if (key.toLowerCase() === 'core.fsmonitor' && /^(?:true|false)$/.test(text)) return [];
    if (key.toLowerCase().startsWith('alias.') && !text.startsWith('!')) return [];
    const kind = /^filter\./i.test(key)
      ? 'filter'
      : /^(?:merge|diff)\./i.test(key)
        ? 'driver'
        : 'program';
    return [{ kind, where: `git config ${key}`, text }];
  });
}

/** The repository's own `core.hooksPath` as written; null when not set. */
export async function hooksFolder({
  path,
  memory,
}: Pick<TrustSubject, 'path' | 'memory'>): Promise<string | null> {
  const { local } = await readOwnConfig(path, memory);
  return lastValue(local, 'core.hookspath')?.trim() || null;
}

async function hookItems(subject: TrustSubject): Promise<TrustItem[]> {
  const configured = await hooksFolder(subject);
  const folder = configured ? resolve(subject.path, configured) : join(subject.commonDir, 'hooks');
  const names = await readdir(folder).catch(() => []);
  const items: TrustItem[] = [];
  for (const name of names.sort()) {
    if (name.endsWith('.sample')) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (!info?.isFile() || (info.mode & 0o111) === 0) continue;
    items.push({ kind: 'hook', where: path, text: await readFile(path, 'utf8') });
  }
  return items;
}

async function agentItems(folder: string): Promise<TrustItem[]> {
  const items: TrustItem[] = [];
  for (const file of AGENT_FILES) {
    const path = join(folder, file);
    const info = await stat(path).catch(() => null);
    if (info?.isFile()) {
      const text = await readFile(path, 'utf8');
      items.push({ kind: 'claude-settings', where: file, text });
    }
  }
  return items;
}
