import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { withLock } from '../git/lock.ts';
import { type Repository, stateFolder } from '../git/repository.ts';
import { JsonFile } from '../json-file.ts';

/** First port: between the ranges that systems assign themselves. */
const FIRST = 20_000;
/** Ports per agent: a server and the processes it starts. */
const BLOCK = 10;
const BLOCKS = 1_200;

const given = z.record(z.string(), z.number().int());

/**
 * The first of an agent's ten TCP ports. Assigned once per repository, so it stays the same at every start and is
 * unique among all agents of all plans. Nothing listens on the ten ports when they are assigned.
 */
export function portOf(repo: Repository, feature: string, agent: string): Promise<number> {
  const file = new JsonFile(join(stateFolder(repo), 'ports.json'), { schema: given, empty: {} });
  const key = `${feature}/${agent}`;
  return withLock(repo, 'ports', async () => {
    const all = await file.read();
    const known = all[key];
    if (known !== undefined) return known;
    const taken = new Set(Object.values(all));
    const digest = createHash('sha256').update(`${repo.id}\0${feature}\0${agent}`).digest();
    const start = digest.readUInt32BE(0) % BLOCKS;
    const blocks = Array.from({ length: BLOCKS }, (_, n) => FIRST + ((start + n) % BLOCKS) * BLOCK);
    const free = blocks.filter((port) => !taken.has(port));
    const quiet = await firstQuiet(free);
    // When every block is assigned or in use, two agents share one.
    const port = quiet ?? free[0] ?? FIRST + start * BLOCK;
    await file.write({ ...all, [key]: port });
    return port;
  });
}

/** Variables for an agent's set-up, sessions and teardown: its port and the start of its port range. */
export async function portEnvironment(
  repo: Repository,
  feature: string,
  agent: string,
): Promise<Record<string, string>> {
  const port = String(await portOf(repo, feature, agent));
  return { PORT: port, TRIBUTARY_PORT: port, PORT_BASE: port };
}

/** Most blocks checked: more would take longer than a clash is worth. */
const LOOKED_AT = 50;

async function firstQuiet(blocks: readonly number[]): Promise<number | null> {
  for (const first of blocks.slice(0, LOOKED_AT)) {
    const ports = Array.from({ length: BLOCK }, (_, n) => first + n);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
