import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { OP, shown, startHost, startShown } from '../bench/host-client.mjs';
import { buildIfStale } from './build-if-stale.mjs';

// Twenty sessions for some minutes (argument, default 10): quiet ones, floods, and ones that print known bytes, while
// clients attach, detach and vanish without a word. Every byte of the known ones is checked; memory and descriptors of
// the host are told. Exits 1 when a byte is missing or a session is lost.

const MINUTES = Number(process.argv[2] ?? 10);
const [QUIET, FLOODS, KNOWN] = [10, 4, 6];
const PIECE = 2 * 1024 * 1024;

await buildIfStale();
const host = await startHost();
const until = Date.now() + MINUTES * 60_000;
const counts = { bytes: 0, checked: 0, clients: 0, killed: 0, resynced: 0, missing: 0 };

/** Printable bytes that are never the same at two places near each other. */
function known() {
  const lines = [];
  for (let at = 0; lines.length * 66 < PIECE; at += 1) {
    lines.push(createHash('sha256').update(String(at)).digest('hex'), '\r\n');
  }
  return Buffer.from(lines.join(''));
}
const bytes = known();
writeFileSync(join(host.folder, 'known'), bytes);
const expected = createHash('sha256').update(bytes).digest('hex');

function resources() {
  const status = readFileSync(`/proc/${host.pid}/status`, 'utf8');
  const folder = `/proc/${host.pid}/fd`;
  const open = readdirSync(folder).map((fd) => {
    try {
      return readlinkSync(join(folder, fd));
    } catch {
      // Closed since.
      return '';
    }
  });
  return {
    megabytes: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024),
    descriptors: open.filter(Boolean).length,
    terminals: open.filter((target) => target.includes('ptmx')).length,
  };
}

/** Prints the known bytes again and again on request, and checks each time what came. */
async function check(client, session) {
  // The terminal must be raw before the first key, or it would echo it.
  await pause(3000);
  while (Date.now() < until) {
    const hash = createHash('sha256');
    let left = bytes.length;
    let resynced = false;
    await new Promise((done) => {
      const stop = client.onFrame((op, id, payload) => {
        if (id !== session) return;
        // A viewer that falls behind another one gets the screen instead of the bytes.
        if (op === OP.snapshot) resynced = true;
        if (op !== OP.output) {
          if (!resynced || payload[4] !== 2) return;
          stop();
          done();
          return;
        }
        client.acknowledge(session, payload.length);
        hash.update(payload.subarray(0, left));
        left -= Math.min(left, payload.length);
        if (left > 0) return;
        stop();
        done();
      });
      client.send(OP.input, session, '\n');
    });
    if (resynced) {
      counts.resynced += 1;
      await pause(3000);
      continue;
    }
    counts.bytes += bytes.length;
    counts.checked += 1;
    if (hash.digest('hex') !== expected) counts.missing += 1;
    await pause(500 + Math.random() * 2000);
  }
}

/** Clients that look at some sessions and are gone in the middle of it, with credit taken and not given back. */
async function visit(sessions) {
  while (Date.now() < until) {
    const client = await host.connect();
    counts.clients += 1;
    const acknowledges = Math.random() < 0.5;
    client.onFrame((op, id, payload) => {
      if (op === OP.output && acknowledges) client.acknowledge(id, payload.length);
    });
    const chosen = sessions.filter(() => Math.random() < 0.3);
    const attached = chosen.map((session) => shown(client, session));
    if (Math.random() < 0.5) await Promise.race([Promise.all(attached), pause(5000)]);
    await pause(Math.random() * 1500);
    client.close();
    counts.killed += 1;
  }
}

let failed = true;
try {
  const control = await host.connect();
  const start = (command, options) => startShown(host, control, command, options);
  const sessions = [];
  for (let at = 0; at < QUIET; at += 1) {
    sessions.push(await start('while :; do date; sleep 5; done', { hidden: true }));
  }
  for (let at = 0; at < FLOODS; at += 1) {
    sessions.push(await start(`yes 'flood ${at}: words without end'`, { hidden: true }));
  }
  const checked = [];
  for (let at = 0; at < KNOWN; at += 1) {
    const client = await host.connect();
    const play = 'stty raw -echo; while head -c 1 > /dev/null; do cat known; done';
    const { session } = await startShown(host, client, play);
    checked.push(check(client, session));
    sessions.push({ session });
  }
  const before = resources();
  console.log('before', before);
  const ids = sessions.map(({ session }) => session);
  const report = setInterval(
    () => console.log(new Date().toISOString(), resources(), counts),
    30_000,
  );
  await Promise.all([visit(ids), visit(ids), ...checked]);
  clearInterval(report);
  await pause(2000);
  const { value } = await control.call({ method: 'list' });
  const alive = value.sessions.filter(({ view }) => view.alive).length;
  const megabytes = Math.round(counts.bytes / 1e6);
  console.log('after', resources(), { ...counts, megabytes, alive, of: sessions.length });
  failed = counts.missing > 0 || alive !== sessions.length;
} finally {
  await host.stop();
}
process.exit(failed ? 1 : 0);
