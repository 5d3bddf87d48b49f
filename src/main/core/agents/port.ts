import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { withLock } from '../git/lock.ts';
import { type Repository, stateFolder } from '../git/repository.ts';
import { JsonFile } from '../json-file.ts';

/** Between the ranges that systems hand out by themselves. */
const FIRST = 20_000;
/** A server and what it starts beside itself: each agent has this many ports. */
const BLOCK = 10;
const BLOCKS = 1_200;

const given = z.record(z.string(), z.number().int());

/**
 * The first of an agent's ten TCP ports: given out once per repository, so it is the same on every start and no two
 * agents of any of its plans share one. When it is given out, nothing listens on the ten.
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
    // With every block given out or in use, two agents share one: a proposal is better than none.
    const port = quiet ?? free[0] ?? FIRST + start * BLOCK;
    await file.write({ ...all, [key]: port });
    return port;
  });
}

/** Variables for an agent's set-up, sessions and teardown: its port, and where its ten ports begin. */
export async function portEnvironment(
  repo: Repository,
  feature: string,
  agent: string,
): Promise<Record<string, string>> {
  const port = String(await portOf(repo, feature, agent));
  return { PORT: port, TRIBUTARY_PORT: port, PORT_BASE: port };
}

/** Looking at more blocks than this would take longer than a clash is worth. */
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
