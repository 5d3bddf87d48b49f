import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectHost, OP } from '../bench/host-client.mjs';
import { buildIfStale } from './build-if-stale.mjs';
import { openTerminals, startProject } from './soak/app.mjs';
import { endless, StreamCheck } from './soak/stream-check.mjs';

// Twenty sessions that print known lines without end, for some minutes (argument, default 10), while the app is killed
// with SIGKILL at random moments and started again. What each page gets is compared byte by byte with what the session
// prints; some sessions have a viewer besides that is never killed. Exits 1 when a byte is missing or a session is lost.

const MINUTES = Number(process.argv[2] ?? 10);
const [SESSIONS, OBSERVED] = [20, 6];
/** Milliseconds that an app lives: from before it listens to long after all terminals are there. */
const LIVES = { least: 300, most: 20_000 };
const CREDIT = { focused: 512 * 1024, visible: 64 * 1024 };

const tags = Array.from({ length: SESSIONS }, (_, at) => `s${at + 1}`);
const counts = { bytes: 0, lines: 0, snapshots: 0, wrong: 0, killed: 0, early: 0, resized: 0 };
/** Milliseconds from an open page to the last terminal of it. */
const attaching = [];

const random = (from, to) => from + Math.floor(Math.random() * (to - from));
const sizeOf = (payload) => ({ columns: payload.readUInt16BE(0), rows: payload.readUInt16BE(2) });

function resources(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const folder = `/proc/${pid}/fd`;
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

/** Gives frames to the check of their session, and calls back for each whole snapshot. */
function checking(sessions, acknowledge, onShown = () => undefined) {
  const checks = new Map(sessions.map(({ id, tag }) => [id, new StreamCheck(tag, counts)]));
  return (op, id, payload) => {
    const check = checks.get(id);
    if (!check) return;
    if (op === OP.output) {
      check.output(Buffer.from(payload)).then(() => acknowledge(id, payload.length));
    } else if (op === OP.resized) counts.resized += 1;
    else if (op === OP.snapshot) {
      const part = payload[4];
      const looked = check.part(sizeOf(payload), part, Buffer.from(payload.subarray(5)));
      if (part === 2) looked.then(() => onShown(id));
    }
  };
}

/** One life of the app: it is started, looked at, and killed. */
async function live(project, sessions) {
  const app = project.serve();
  const killed = pause(random(LIVES.least, LIVES.most)).then(() => app.kill());
  const url = await app.url;
  if (!url) counts.early += 1;
  else await look(url, sessions).catch(() => undefined);
  await killed;
  counts.killed += 1;
}

async function look(url, sessions) {
  const began = performance.now();
  const waiting = new Set(sessions.map(({ id }) => id));
  let page = null;
  const onFrame = checking(
    sessions,
    (id, bytes) => page?.acknowledge(id, bytes),
    (id) => {
      if (waiting.delete(id) && waiting.size === 0) attaching.push(performance.now() - began);
    },
  );
  page = await openTerminals(url, onFrame);
  const focused = random(0, sessions.length);
  for (const [at, { id }] of sessions.entries()) {
    const credit = at === focused ? CREDIT.focused : CREDIT.visible;
    page.attach(id, { columns: random(80, 160), rows: random(20, 60), credit });
  }
}

/** The sessions as their host has them, by their names. */
async function listed(control) {
  const { value } = await control.call({ method: 'list' });
  return value.sessions.map(({ key, view }) => ({ tag: key.agent, ...view }));
}

await buildIfStale();
const project = await startProject(Object.fromEntries(tags.map((tag) => [tag, endless(tag)])));
let until = Date.now() + MINUTES * 60_000;
// Told to end, it still takes down what it has started.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    until = 0;
  });
}
let failed = true;
try {
  const control = await connectHost(project.host.socket);
  const sessions = await listed(control);
  const observer = await connectHost(project.host.socket);
  const observed = sessions.slice(0, OBSERVED);
  observer.onFrame(checking(observed, (id, bytes) => observer.acknowledge(id, bytes)));
  for (const { id } of observed) observer.attach(id);
  console.log('before', resources(project.host.pid));
  const report = setInterval(
    () => console.log(new Date().toISOString(), resources(project.host.pid), counts),
    30_000,
  );
  while (Date.now() < until) await live(project, sessions);
  clearInterval(report);
  const now = await listed(control);
  const same = sessions.filter(({ tag, pid }) =>
    now.some((one) => one.tag === tag && one.pid === pid && one.alive),
  ).length;
  attaching.sort((a, b) => a - b);
  const at = (share) => Math.round(attaching[Math.floor((attaching.length - 1) * share)] ?? 0);
  console.log('after', resources(project.host.pid), {
    ...counts,
    megabytes: Math.round(counts.bytes / 1e6),
    sameProcesses: `${same} of ${SESSIONS}`,
    attached: `${attaching.length} times all, ${at(0.5)} ms median, ${at(1)} ms most`,
  });
  failed = counts.wrong > 0 || same !== SESSIONS || counts.killed === 0;
} finally {
  await project.remove();
}
process.exit(failed ? 1 : 0);
