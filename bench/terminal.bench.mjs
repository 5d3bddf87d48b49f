import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { spawn } from 'node-pty';
import { OP, shown, startHost, startShown } from './host-client.mjs';
import { programOf, secondsOf } from './processes.mjs';
import { startModel } from './vscode-client.mjs';
import { workloads } from './workloads.mjs';

const ROUNDS = 3;
const MEGABYTES = process.env.TRIBUTARY_FULL === '1' ? 100 : 32;
const KEYS = 60;
const FLOODS = 10;
const WORKLOAD_MEGABYTES = process.env.TRIBUTARY_FULL === '1' ? 20 : 4;
const SILENT = 20;
/** V8 gives memory back some seconds after the last work, which takes a tenth of a second once. */
const SETTLE_MS = 20_000;
const SILENT_MS = 20_000;
const CREDIT = 512 * 1024;
/** Lines of 118 characters, more than a screen keeps. */
const FILL = `seq -f '%06.0f ${'filled '.repeat(16)}' 5100; exec sleep 600`;
const SESSIONS = 10;
/** Raw, so that the kernel's work on each newline is the same in both. */
const ECHO = 'stty raw -echo; exec cat';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const percentile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Throughput and latency of the session host, each against node-pty read by this very process. */
export async function bench() {
  const host = await startHost();
  const client = await host.connect();
  const model = await startModel(host.folder);
  try {
    const rounds = [];
    const file = join(host.folder, 'text');
    writeFileSync(
      file,
      'A line of a log as programs write them, 0123456789\n'.repeat(MEGABYTES * 20_560),
    );
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(await playRound({ host, client, model, file }));
    const streams = await playWorkloads(host, client);
    const silent = await silentCpu(host, client);
    const of = (name) => median(rounds.map((round) => round[name]));
    const row = (what, value, unit) => ({ what, value, unit });
    const judged = (what, value, limit) => ({
      ...row(what, value, limit.unit ?? 'x'),
      goal: limit.least === undefined ? `<= ${limit.most}` : `>= ${limit.least}`,
      met: limit.least === undefined ? value <= limit.most : value >= limit.least,
    });
    return [
      row('node-pty alone', of('rawRate'), 'MB/s'),
      row('VS Code model', of('modelRate'), 'MB/s'),
      row('host to client', of('hostRate'), 'MB/s'),
      judged('host to client / node-pty alone', of('hostRate') / of('rawRate'), { least: 0.85 }),
      row('echo, node-pty alone, p50', of('rawEcho'), 'ms'),
      row('echo through the host, p50', of('echo'), 'ms'),
      row('echo, VS Code model, p50', of('modelEcho'), 'ms'),
      judged('echo through the host / VS Code model, p50', of('echo') / of('modelEcho'), {
        most: 0.35,
      }),
      row(`echo with ${FLOODS} hidden floods, p50`, of('floodedEcho'), 'ms'),
      judged('hidden floods / idle, p50', of('floodedEcho') / of('echo'), { most: 1.3 }),
      row(`echo with ${FLOODS} hidden floods, p95`, of('floodedEcho95'), 'ms'),
      judged('Ctrl-C until a flood stops', of('interrupt'), { most: 50, unit: 'ms' }),
      judged(`re-attach of ${SESSIONS} sessions, screens`, of('screens'), {
        most: 500,
        unit: 'ms',
      }),
      row('the same, until all their 5,000 lines are there', of('all'), 'ms'),
      judged('attach to one session, screen', of('screen'), { most: 100, unit: 'ms' }),
      judged('restoring 5,000 lines, until all are there', of('whole'), { most: 100, unit: 'ms' }),
      judged('bytes sent beyond the credit', of('beyond'), { most: 0, unit: 'bytes' }),
      judged(`host with ${SILENT} silent sessions`, silent, { most: 1, unit: '% of a core' }),
      ...streams.map(({ name, ratio }) => row(`host / node-pty alone: ${name}`, ratio, 'x')),
    ];
  } finally {
    model.stop();
    client.close();
    await host.stop();
  }
}

async function playRound({ host, client, model, file }) {
  const rawRate = await rawThroughput(file);
  const modelRate = await modelThroughput(model, file);
  const hostRate = await hostThroughput(host, client, file);
  const rawEcho = percentile(await rawEchoes(), 0.5);
  const idle = await echoes(host, client);
  const modelEcho = percentile(await modelEchoes(model), 0.5);
  const floods = [];
  for (let count = 0; count < FLOODS; count += 1) {
    floods.push(await startShown(host, client, 'yes "a flood that nobody sees"', { hidden: true }));
  }
  const flooded = await echoes(host, client);
  for (const { key } of floods) await client.call({ method: 'stop', key });
  return {
    rawRate,
    modelRate,
    modelEcho,
    hostRate,
    rawEcho,
    echo: percentile(idle, 0.5),
    floodedEcho: percentile(flooded, 0.5),
    floodedEcho95: percentile(flooded, 0.95),
    interrupt: await interruptFlood(host, client),
    ...(await attachMany(host, client)),
    beyond: await beyondCredit(host, client),
  };
}

function rawThroughput(file) {
  return new Promise((done) => {
    const began = performance.now();
    let bytes = 0;
    const pty = spawn('/bin/sh', ['-c', `cat ${file}`], { encoding: null, cols: 120, rows: 36 });
    pty.onData((chunk) => {
      bytes += chunk.length;
    });
    pty.onExit(() => done(bytes / 1e6 / ((performance.now() - began) / 1000)));
  });
}

async function hostThroughput(host, client, file) {
  const { session } = await startShown(host, client, `read -r go; cat ${file}`);
  const began = performance.now();
  let bytes = 0;
  await new Promise((done) => {
    const stop = client.onFrame((op, id, payload) => {
      if (id !== session) return;
      if (op === OP.output) {
        bytes += payload.length;
        client.acknowledge(session, payload.length);
      }
      if (op !== OP.exit) return;
      stop();
      done();
    });
    client.send(OP.input, session, '\n');
  });
  return bytes / 1e6 / ((performance.now() - began) / 1000);
}

async function timeKeys(press, onOutput) {
  const times = [];
  for (let key = 0; key < KEYS; key += 1) {
    const began = performance.now();
    const echo = new Promise((done) => onOutput(done));
    press();
    await echo;
    times.push(performance.now() - began);
    await new Promise((done) => setTimeout(done, 12));
  }
  return times;
}

async function rawEchoes() {
  const pty = spawn('/bin/sh', ['-c', `${ECHO}`], { encoding: null, cols: 120, rows: 36 });
  let onOutput = () => undefined;
  pty.onData(() => onOutput());
  await new Promise((done) => setTimeout(done, 300));
  const times = await timeKeys(
    () => pty.write('x'),
    (done) => {
      onOutput = done;
    },
  );
  pty.kill('SIGKILL');
  return times;
}

async function echoes(host, client) {
  const { session, key } = await startShown(host, client, ECHO);
  let onOutput = () => undefined;
  const stop = client.onFrame((op, id, payload) => {
    if (id !== session || op !== OP.output) return;
    client.acknowledge(session, payload.length);
    onOutput();
  });
  await new Promise((done) => setTimeout(done, 300));
  const times = await timeKeys(
    () => client.send(OP.input, session, 'x'),
    (done) => {
      onOutput = done;
    },
  );
  stop();
  await client.call({ method: 'stop', key });
  return times;
}

async function interruptFlood(host, client) {
  const { session } = await startShown(host, client, 'yes "a flood that is seen"');
  let pressed = 0;
  return new Promise((done) => {
    const stop = client.onFrame((op, id, payload) => {
      if (id !== session) return;
      if (op === OP.output) client.acknowledge(session, payload.length);
      if (op !== OP.exit) return;
      stop();
      done(performance.now() - pressed);
    });
    setTimeout(() => {
      pressed = performance.now();
      client.send(OP.input, session, '\x03');
    }, 1500);
  });
}

async function attachMany(host, client) {
  const started = [];
  for (let count = 0; count < SESSIONS; count += 1) {
    started.push(await startShown(host, client, FILL, { hidden: true }));
  }
  for (const { session, pid } of started) {
    await filled(pid);
    await shown(client, session);
    client.send(OP.detach, session, '');
  }
  const began = performance.now();
  const again = await host.connect();
  const whole = started.map(({ session }) => shown(again, session));
  await Promise.all(started.map(({ session }) => screenOf(again, session)));
  const screens = performance.now() - began;
  await Promise.all(whole);
  const all = performance.now() - began;
  again.close();
  const one = await host.connect();
  const { screen, lines } = await attachOne(one, started[0].session);
  one.close();
  for (const { key } of started) await client.call({ method: 'stop', key });
  return { screens, all, screen, whole: lines };
}

async function attachOne(client, session) {
  const began = performance.now();
  const whole = shown(client, session);
  await screenOf(client, session);
  const screen = performance.now() - began;
  await whole;
  return { screen, lines: performance.now() - began };
}

/** Until its process is the one that comes after all lines are written. */
async function filled(pid) {
  while (programOf(pid) !== 'sleep') await pause(20);
}

/** Until the screen alone is there; the scrollback follows. */
function screenOf(client, session) {
  return new Promise((done) => {
    const stop = client.onFrame((op, id, payload) => {
      if (op !== OP.snapshot || id !== session || payload[4] !== 0) return;
      stop();
      done();
    });
  });
}

/** Bytes that a viewer which acknowledges nothing is sent of a flood, beyond what it has given credit for. */
async function beyondCredit(host, client) {
  const { session, key } = await startShown(host, client, 'read -r go; exec yes', { hidden: true });
  let bytes = 0;
  const stop = client.onFrame((op, id, payload) => {
    if (id === session && op === OP.output) bytes += payload.length;
  });
  await shown(client, session);
  client.send(OP.input, session, '\n');
  await new Promise((done) => setTimeout(done, 1000));
  stop();
  await client.call({ method: 'stop', key });
  return Math.max(0, bytes - CREDIT);
}

async function modelThroughput(model, file) {
  const began = performance.now();
  let bytes = 0;
  const session = model.open(`cat ${file}`, (text) => {
    bytes += Buffer.byteLength(text);
  });
  await session.ended;
  return bytes / 1e6 / ((performance.now() - began) / 1000);
}

async function modelEchoes(model) {
  let onOutput = () => undefined;
  const session = model.open(ECHO, () => onOutput());
  await new Promise((done) => setTimeout(done, 300));
  const times = await timeKeys(
    () => session.type('x'),
    (done) => {
      onOutput = done;
    },
  );
  session.close();
  return times;
}

async function playWorkloads(host, client) {
  const ratios = [];
  for (const [name, bytes] of workloads(WORKLOAD_MEGABYTES * 1e6)) {
    const file = join(host.folder, 'workload');
    writeFileSync(file, bytes);
    const raw = await rawThroughput(file);
    ratios.push({ name, ratio: (await hostThroughput(host, client, file)) / raw });
  }
  return ratios;
}

/** Per cent of a core that the host takes while nobody does anything. */
async function silentCpu(host, client) {
  const started = [];
  for (let count = 0; count < SILENT; count += 1) {
    started.push(await startShown(host, client, 'exec sleep 600', { hidden: true }));
  }
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  const before = secondsOf([host.pid]);
  await pause(SILENT_MS);
  const seconds = secondsOf([host.pid]) - before;
  for (const { key } of started) await client.call({ method: 'stop', key });
  return (seconds * 1000 * 100) / SILENT_MS;
}
