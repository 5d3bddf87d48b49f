import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { SlashCommand } from '../../../shared/contract/session.ts';

/** Bytes read of a file to find its description. */
const HEAD = 8 * 1024;
/** Most commands listed. */
const MOST = 200;

/** Slash commands and skills of a project, by name. Reads them, runs nothing. */
export async function slashCommands(checkout: string): Promise<SlashCommand[]> {
  const folder = join(checkout, '.claude');
  const commands = (await entries(join(folder, 'commands'), true))
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ name: basename(path, '.md'), kind: 'command' as const, path }));
  const skills = (await entries(join(folder, 'skills'), false)).map((path) => ({
    name: basename(path),
    kind: 'skill' as const,
    path: join(path, 'SKILL.md'),
  }));
  const found = await Promise.all(
    [...commands, ...skills].slice(0, MOST).map(async ({ name, kind, path }) => {
      const text = await headOf(path);
      return text === null ? [] : [{ name, kind, description: descriptionOf(text) }];
    }),
  );
  return found.flat().sort((a, b) => a.name.localeCompare(b.name));
}

async function entries(folder: string, recursive: boolean): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive });
    return names.map((name) => join(folder, name));
  } catch {
    // The project has none.
    return [];
  }
}

/** Null when it is no readable file. */
async function headOf(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** From the front matter, otherwise the first line of the text. */
function descriptionOf(text: string): string {
  const [, front, rest] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?([\s\S]*)$/.exec(text) ?? [];
  const given = front === undefined ? null : fieldOf(front);
  return (
    given ??
    (rest ?? text)
      .split(/\r?\n/)
      .find((line) => line.trim() !== '')
      ?.trim() ??
    ''
  );
}

function fieldOf(front: string): string | null {
  try {
    const { description } = (parse(front) ?? {}) as { readonly description?: unknown };
    return typeof description === 'string' ? description.trim() : null;
  } catch {
    // A command with invalid front matter is still a command.
    return null;
  }
}
