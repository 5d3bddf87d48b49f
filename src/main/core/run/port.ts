import { createHash } from 'node:crypto';

/** Between the ranges that systems hand out by themselves. */
const FIRST = 20_000;
const COUNT = 12_000;

/**
 * A TCP port for each agent of a plan: the same on every start, different within the plan. Nothing is reserved; it is a
 * proposal that dev servers take from `PORT`.
 */
export function portsOf(
  project: string,
  feature: string,
  agents: readonly string[],
): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  const ports = new Map<string, number>();
  for (const agent of [...agents].sort()) {
    const digest = createHash('sha256').update(`${project}\0${feature}\0${agent}`).digest();
    let port = FIRST + (digest.readUInt32BE(0) % COUNT);
    while (taken.has(port)) port = FIRST + ((port - FIRST + 1) % COUNT);
    taken.add(port);
    ports.set(agent, port);
  }
  return ports;
}
