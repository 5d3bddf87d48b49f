import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CREDIT } from '../../../shared/wire/flow-control.ts';
import { OP } from '../../../shared/wire/frames.ts';
import { encodeSize } from '../../../shared/wire/payloads.ts';
import { createStage, eventually, openViewer, readScreen, type Stage } from './session-fixture.ts';

const FULL = process.env['TRIBUTARY_FULL'] === '1';
const MEGABYTES = FULL ? 64 : 8;
process.stdout.write(`streams: ${MEGABYTES} MB floods\n`);

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes full of multi-byte characters and escape sequences, so that every cut is somewhere awkward. */
function awkward(bytes: number): Buffer {
  const line = '\x1b[31mnaïve 日本語 🛶\x1b[0m ~ é ';
  const text = Buffer.from(line.repeat(Math.ceil(bytes / Buffer.byteLength(line))));
  return text.subarray(0, bytes);
}

function flood(stage: Stage, name: string, bytes: number): Buffer {
  const content = awkward(bytes);
  mkdirSync(stage.cwd, { recursive: true });
  writeFileSync(join(stage.cwd, name), content);
  return content;
}

describe('the bytes of a terminal', () => {
  test('all reach a viewer that was there from the start, in order and unchanged', async () => {
    await using stage = createStage();
    const content = flood(stage, 'flood', MEGABYTES * 1024 * 1024);
    const viewer = openViewer(stage.sessions);
    const view = await stage.run(
      'a',
      'stty raw -echo; read -r go; cat flood; printf END; sleep 60',
    );
    viewer.attach(view.id);
    await eventually(() => viewer.snapshots.length > 0);
    viewer.type(view.id, 'x\n');
    await eventually(() => viewer.output().length >= content.length + 3, 50_000);
    const bytes = viewer.output();
    const from = bytes.indexOf(content.subarray(0, 64));
    expect(sha(bytes.subarray(from, from + content.length))).toBe(sha(content));
    expect(bytes.subarray(from + content.length).toString()).toBe('END');
  });

  test('snapshot and live stream join without a gap or a repetition, in the middle of a flood', async () => {
    await using stage = createStage();
    const lines = FULL ? 2_000_000 : 150_000;
    const view = await stage.run('a', `seq -f 'line %.0f 日本' ${lines}; sleep 60`);
    const viewers: ReturnType<typeof openViewer>[] = [];
    // One after the other: each joins at another moment, with thousands of lines above the screen.
    for (let count = 0; count < 5; count += 1) {
      const viewer = openViewer(stage.sessions);
      viewers.push(viewer);
      viewer.attach(view.id);
      await eventually(() => viewer.snapshots.some((part) => part.part === 2), 30_000);
    }
    expect(viewers.at(-1)?.snapshots.some((part) => part.part === 1)).toBe(true);
    for (const viewer of viewers) {
      await eventually(() => lastBytes(viewer).includes(`line ${lines} `), 30_000);
      const screen = await readScreen(viewer);
      const numbers = [...screen.matchAll(/line (\d+) 日本/g)].map(([, number]) => Number(number));
      expect(numbers.length).toBeGreaterThan(4000);
      const gap = numbers.findIndex((number, index) => number !== (numbers[0] ?? 0) + index);
      expect(gap).toBe(-1);
    }
  });

  test('wait while no viewer takes them: the program is held, not its output dropped', async () => {
    await using stage = createStage();
    const content = flood(stage, 'flood', 6 * 1024 * 1024);
    const viewer = openViewer(stage.sessions);
    viewer.acknowledge(false);
    const view = await stage.run(
      'a',
      'stty raw -echo; read -r go; cat flood; touch done; sleep 60',
    );
    viewer.attach(view.id, undefined, CREDIT.visible.high);
    await eventually(() => viewer.snapshots.length > 0);
    viewer.type(view.id, 'x\n');
    await eventually(() => viewer.output().length >= CREDIT.visible.high);
    expect(viewer.output().length).toBe(CREDIT.visible.high);
    expect(statSync(join(stage.cwd, 'done'), { throwIfNoEntry: false })).toBeUndefined();
    viewer.acknowledge(true);
    await eventually(() => viewer.output().length >= content.length, 30_000);
    expect(sha(viewer.output().subarray(-content.length))).toBe(sha(content));
  });

  test('go on at the pace of the faster viewer; the slower one gets a fresh snapshot', async () => {
    await using stage = createStage();
    const content = flood(stage, 'flood', 6 * 1024 * 1024);
    const fast = openViewer(stage.sessions);
    const slow = openViewer(stage.sessions);
    slow.acknowledge(false);
    const view = await stage.run(
      'a',
      'stty raw -echo; read -r go; cat flood; printf END; sleep 60',
    );
    fast.attach(view.id);
    slow.attach(view.id, undefined, CREDIT.visible.high);
    await eventually(() => fast.snapshots.length > 0 && slow.snapshots.length > 0);
    fast.type(view.id, 'x\n');
    await eventually(() => fast.output().length >= content.length + 3, 30_000);
    expect(slow.output().length).toBe(CREDIT.visible.high);
    const before = slow.snapshots.length;
    slow.acknowledge(true);
    await eventually(() => slow.snapshots.length > before);
    await eventually(async () => (await readScreen(slow)).includes('END'));
  });

  test('of a finished program are read to the last one, even while its viewer had stopped reading', async () => {
    await using stage = createStage();
    const content = flood(stage, 'flood', 258 * 1024);
    const viewer = openViewer(stage.sessions);
    viewer.acknowledge(false);
    const view = await stage.run('a', 'stty raw -echo; read -r go; cat flood; printf END');
    viewer.attach(view.id, undefined, 256 * 1024);
    await eventually(() => viewer.snapshots.length > 0);
    viewer.type(view.id, 'x\n');
    await eventually(() => viewer.output().length >= 256 * 1024);
    await eventually(() => !stage.sessions.list(stage.cwd, 'checkout')[0]?.alive);
    viewer.acknowledge(true);
    await eventually(() => viewer.ops.includes(OP.exit));
    const expected = Buffer.concat([content, Buffer.from('END')]);
    expect(sha(viewer.output().subarray(-expected.length))).toBe(sha(expected));
  });
});

test('Ctrl-C stops a flood quickly, with the flood on the screen', async () => {
  await using stage = createStage();
  const viewer = openViewer(stage.sessions);
  const view = await stage.run('a', 'yes "some words that never end"');
  viewer.attach(view.id);
  await eventually(() => viewer.output().length > 1024 * 1024);
  const began = performance.now();
  viewer.type(view.id, '\x03');
  await eventually(() => viewer.ops.includes(OP.exit), 5000);
  expect(performance.now() - began).toBeLessThan(1500);
});

test('a paste larger than any buffer arrives unchanged at a program that reads slowly', async () => {
  await using stage = createStage();
  const pasted = awkward(1024 * 1024);
  const viewer = openViewer(stage.sessions);
  const view = await stage.run(
    'a',
    `stty raw -echo; printf READY; sleep 0.3; head -c ${pasted.length} > got; sleep 60`,
  );
  viewer.attach(view.id);
  await eventually(() => viewer.text().includes('READY') || viewer.snapshots.length > 0);
  await eventually(async () => (await readScreen(viewer)).includes('READY'));
  viewer.send(OP.input, view.id, pasted);
  const got = join(stage.cwd, 'got');
  await eventually(() => statSync(got, { throwIfNoEntry: false })?.size === pasted.length, 30_000);
  expect(sha(readFileSync(got))).toBe(sha(pasted));
});

test('a new size reaches the program and every viewer, and is never too narrow', async () => {
  await using stage = createStage();
  const one = openViewer(stage.sessions);
  const other = openViewer(stage.sessions);
  const command = "trap 'stty size' WINCH; echo READY; while :; do sleep 0.05; done";
  const view = await stage.run('a', command);
  other.attach(view.id);
  await eventually(async () => (await readScreen(other)).includes('READY'));
  one.attach(view.id, { columns: 90, rows: 30 });
  await eventually(() => one.text().includes('30 90'));
  one.send(OP.resize, view.id, encodeSize({ columns: 3, rows: 12 }));
  await eventually(() => other.text().includes('12 20'));
  expect(other.ops).toContain(OP.resized);
});

test('a hidden viewer gets nothing, and the whole screen when it is shown again', async () => {
  await using stage = createStage();
  const viewer = openViewer(stage.sessions);
  const view = await stage.run('a', 'echo first; read -r go; echo second; sleep 60');
  viewer.attach(view.id, undefined, 0);
  viewer.type(view.id, 'x\n');
  await eventually(async () => {
    const probe = openViewer(stage.sessions);
    probe.attach(view.id);
    await eventually(() => probe.snapshots.some((part) => part.part === 2));
    const text = await readScreen(probe);
    probe.close();
    return text.includes('second');
  });
  expect(viewer.ops).toEqual([]);
  viewer.attach(view.id);
  await eventually(async () => (await readScreen(viewer)).includes('second'));
  expect(await readScreen(viewer)).toContain('first');
});

/** The end of what a viewer got: of its output, or of its snapshot where no output followed. */
function lastBytes(viewer: ReturnType<typeof openViewer>): string {
  const shown = viewer.snapshots.findLast((part) => part.part !== 2);
  return Buffer.concat([shown?.bytes ?? Buffer.alloc(0), viewer.output()])
    .subarray(-4096)
    .toString('utf8');
}

test('the screens of all come before the lines above any of them', async () => {
  await using stage = createStage();
  const names = ['a', 'b', 'c'];
  const views = await Promise.all(
    names.map((name) => stage.run(name, 'seq 20000; printf END; sleep 60')),
  );
  for (const { id } of views) {
    const filled = openViewer(stage.sessions);
    filled.attach(id);
    await eventually(async () => (await readScreen(filled)).includes('END'));
    filled.close();
  }
  const viewer = openViewer(stage.sessions);
  for (const { id } of views) viewer.attach(id);
  await eventually(() => viewer.snapshots.filter(({ part }) => part === 2).length === 3);
  const order = viewer.snapshots.map(({ part }) => part);
  expect(order.slice(0, 3)).toEqual([0, 0, 0]);
  expect([...order].sort()).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
});

test('what a viewer is shown first has the size that it asks for', async () => {
  await using stage = createStage();
  const view = await stage.run('a', 'seq 200; sleep 60');
  const viewer = openViewer(stage.sessions);
  viewer.attach(view.id, { columns: 57, rows: 11 });
  await eventually(() => viewer.snapshots.some(({ part }) => part === 2));
  const sizes = viewer.snapshots.map(({ columns, rows }) => `${columns} ${rows}`);
  expect([...new Set(sizes)]).toEqual(['57 11']);
});
