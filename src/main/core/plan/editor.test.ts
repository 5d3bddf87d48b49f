import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { PlanGesture } from '../../../shared/contract/plan.ts';
import type { PlanChange } from '../../../shared/plan/model.ts';
import { WRITTEN_OVER } from '../../../shared/plan/step-words.ts';
import { PlanEditor } from './editor.ts';
import { describePlanFiles } from './files.ts';
import { savedHistoryOf } from './saved-history.ts';

const FILE = 'plans/shop.plan.yaml';
const TEXT = `# kept by hand
version: 1
feature: shop
base: main
agents:
  data: { role: data } # tables
  backend: { role: backend, after: [phase-1] }
  qa: { role: qa, after: [phase-2] }
syncs:
  phase-1: { merges: [data] }
  phase-2: { merges: [backend] }
  phase-3: { merges: [qa] }
`;

const open: PlanEditor[] = [];
afterEach(() => {
  for (const editor of open.splice(0)) editor.close();
});

/** A checkout with the plan, and editors of it as windows or later processes would have them. */
async function checkout(text = TEXT) {
  const root = mkdtempSync(join(tmpdir(), 'tributary-editor-'));
  await mkdir(join(root, 'plans'));
  const path = join(root, FILE);
  writeFileSync(path, text);
  return {
    root,
    path,
    text: () => readFileSync(path, 'utf8'),
    write: (next: string) => writeFileSync(path, next),
    async editor(): Promise<PlanEditor> {
      const saved = savedHistoryOf(join(root, 'home'), path);
      const editor = await PlanEditor.open({ checkout: root, file: FILE, saved });
      open.push(editor);
      return editor;
    },
  };
}

const edit = (editor: PlanEditor, ...changes: PlanChange[]) => editor.edit({ changes });
const place = (x: number) => ({ x, y: 100, pinned: true });

test('edits and places are undone in the order in which they were made', async () => {
  const at = await checkout();
  const editor = await at.editor();
  await edit(editor, { kind: 'setBase', base: 'develop' });
  await editor.edit({ changes: [], places: { qa: place(10) } });
  expect(editor.view()).toMatchObject({ places: { qa: place(10) }, undo: 'place of QA' });
  await editor.undo();
  expect(editor.view()).toMatchObject({ places: {}, undo: 'change of the base branch' });
  expect(at.text()).toContain('base: develop');
  await editor.undo();
  expect(at.text()).toBe(TEXT);
  expect(editor.view()).toMatchObject({ undo: null, redo: 'change of the base branch' });
  await editor.redo();
  expect((await editor.redo()).places).toEqual({ qa: place(10) });
});

test('a move between phases is one step with the place it gives up', async () => {
  const at = await checkout();
  const editor = await at.editor();
  await editor.edit({ changes: [], places: { backend: place(10) } });
  await editor.edit({
    changes: [{ kind: 'moveAgent', key: 'backend', sync: 'phase-3' }],
    places: { backend: null },
  });
  expect(editor.view()).toMatchObject({ places: {}, undo: 'move of Backend to Phase 3' });
  expect(at.text()).not.toContain('phase-2');
  await editor.undo();
  expect(at.text()).toBe(TEXT);
  expect(editor.view().places).toEqual({ backend: place(10) });
});

test('places follow renamed nodes and go with removed ones', async () => {
  const editor = await (await checkout()).editor();
  await editor.edit({ changes: [], places: { data: place(1), qa: place(2) } });
  await edit(editor, { kind: 'renameAgent', key: 'data', to: 'store' });
  expect(editor.view().places).toEqual({ store: place(1), qa: place(2) });
  await edit(editor, { kind: 'removeAgent', key: 'qa' });
  expect(editor.view().places).toEqual({ store: place(1) });
  await editor.undo();
  await editor.undo();
  expect(editor.view().places).toEqual({ data: place(1), qa: place(2) });
});

test('an edit that was made before a node got another key is about that node', async () => {
  const at = await checkout();
  const editor = await at.editor();
  const { revision: seen } = editor.view();
  await edit(editor, { kind: 'renameAgent', key: 'qa', to: 'tester' });
  await edit(editor, { kind: 'renameSync', key: 'phase-2', to: 'second' });
  const made: PlanGesture = {
    changes: [
      { kind: 'updateAgent', key: 'qa', set: { title: 'Tests', after: ['phase-2'] } },
      { kind: 'renameAgent', key: 'qa', to: 'checker' },
    ],
    places: { qa: place(10) },
  };
  const view = await editor.edit({ changes: made.changes.slice(0, 1), places: made.places }, seen);
  expect(view.plan?.agents['tester']).toMatchObject({ title: 'Tests', after: ['second'] });
  expect(view.places).toEqual({ tester: place(10) });
  expect((await editor.edit({ changes: made.changes.slice(1) }, seen)).plan?.agents).toHaveProperty(
    'checker',
  );
  expect(view.renames.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'qa tester',
    'phase-2 second',
  ]);
  // Whoever has seen the new keys means what is called so now, and undo gives the old ones back.
  for (let step = 0; step < 4; step += 1) await editor.undo();
  expect(at.text()).toBe(TEXT);
  expect(editor.view().renames.at(-1)).toMatchObject({ from: 'tester', to: 'qa' });
  const now = editor.view().revision;
  await editor.edit({ changes: [{ kind: 'updateAgent', key: 'qa', set: { title: 'Q' } }] }, now);
  expect(editor.view().plan?.agents['qa']).toMatchObject({ title: 'Q' });
});

test('typing in one field is one step', async () => {
  const at = await checkout();
  const editor = await at.editor();
  for (const prompt of ['t', 'ta', 'tables']) {
    const set = { prompt };
    await editor.edit({ changes: [{ kind: 'updateAgent', key: 'data', set }], typing: 'one' });
  }
  await editor.undo();
  expect(at.text()).toBe(TEXT);
  expect(editor.view().undo).toBeNull();
});

test('typed text does not replace a value that its window has not seen', async () => {
  const at = await checkout(TEXT.replace('role: data }', 'role: data, prompt: "x" }'));
  const editor = await at.editor();
  const { revision: seen } = editor.view();
  const type = (prompt: string, since = seen) =>
    editor.edit(
      { changes: [{ kind: 'updateAgent', key: 'data', set: { prompt } }], typing: 'one' },
      since,
    );
  // Keys of one typing may arrive before the window has seen the effect of the keys before.
  await type('xy');
  await type('xyz');
  at.write(at.text().replace('xyz', 'theirs'));
  await expect(type('xyz!')).rejects.toMatchObject({ code: 'plan.changedMeanwhile' });
  expect(at.text()).toContain('theirs');
  expect(editor.view().plan?.agents['data']?.prompt).toBe('theirs');
  await type('xyz!', editor.view().revision);
  expect(at.text()).toContain('xyz!');
  // Changes to other fields do not matter.
  at.write(at.text().replace('xyz!"', 'xyz!", title: T'));
  await type('xyz?');
  expect(editor.view().plan?.agents['data']).toMatchObject({ prompt: 'xyz?', title: 'T' });
});

test('a field typed back to what it was leaves no step, and the file as it was', async () => {
  const at = await checkout(TEXT.replace('role: data }', 'role: data, prompt: "x" }'));
  const before = at.text();
  const editor = await at.editor();
  for (const prompt of ['xy', 'x']) {
    const set = { prompt };
    await editor.edit({ changes: [{ kind: 'updateAgent', key: 'data', set }], typing: 'one' });
  }
  expect(at.text()).toBe(before);
  expect(editor.view().undo).toBeNull();
});

test('undo and places outlive the process', async () => {
  const at = await checkout();
  const first = await at.editor();
  await edit(first, { kind: 'removeAgent', key: 'backend' });
  await first.edit({ changes: [], places: { qa: place(5) } });
  first.close();
  const second = await at.editor();
  expect(second.view()).toMatchObject({ places: { qa: place(5) }, undo: 'place of QA' });
  await second.undo();
  await second.undo();
  expect(at.text()).toBe(TEXT);
});

test('what another program wrote since stays when a step before it is undone', async () => {
  const at = await checkout();
  const editor = await at.editor();
  await edit(editor, { kind: 'addAgent', key: 'docs', agent: { role: 'custom' }, sync: 'phase-1' });
  const theirs = at
    .text()
    .replace('merges: [data, docs]', 'merges: [data, docs, more]')
    .replace('agents:\n', 'agents:\n  more: { role: custom }\n');
  at.write(theirs);
  await editor.undo();
  expect(at.text()).toContain('merges: [data, more]');
  expect(at.text()).not.toContain('docs');
  await editor.redo();
  expect(at.text()).toBe(theirs);
});

test('a step whose value another program changed cannot be undone, and the one before it can', async () => {
  const at = await checkout();
  const editor = await at.editor();
  await edit(editor, { kind: 'setBase', base: 'develop' });
  await edit(editor, { kind: 'updateAgent', key: 'data', set: { prompt: 'tables' } });
  at.write(at.text().replace('tables }', 'views }'));
  await expect(editor.undo()).rejects.toMatchObject({
    code: 'plan.cannotUndo',
    message: expect.stringContaining('agents.data.prompt was changed outside'),
  });
  expect(at.text()).toContain('views }');
  await editor.undo();
  expect(at.text()).toContain('base: main');
  expect(at.text()).toContain('views }');
});

test('undo does not take away what the file has come to need', async () => {
  const at = await checkout();
  const editor = await at.editor();
  await edit(editor, {
    kind: 'addPhase',
    sync: 'last',
    key: 'ops',
    agent: { role: 'devops' },
    after: ['phase-3'],
  });
  at.write(at.text().replace('{ role: data }', '{ role: data, reads: [ops] }'));
  at.write(
    at
      .text()
      .replace(
        'syncs:\n',
        '  late: { role: custom, after: [last] }\nsyncs:\n  end: { merges: [late] }\n',
      ),
  );
  await expect(editor.undo()).rejects.toMatchObject({ code: 'plan.cannotUndo' });
  expect(at.text()).toContain('last:');
});

test('a file that another program is half-way through writing is waited for', async () => {
  const at = await checkout();
  const editor = await at.editor();
  at.write('version: 1\nagents: {');
  const done = edit(editor, { kind: 'setBase', base: 'develop' });
  await vi.waitFor(() => expect(editor.view().error).not.toBeNull());
  at.write(TEXT);
  expect((await done).plan?.base).toBe('develop');
});

test('two editors and another program write at once, and nothing of any is lost', async () => {
  const at = await checkout();
  const [one, two] = [await at.editor(), await at.editor()];
  const rounds = 30;
  const by = async (editor: PlanEditor, name: string) => {
    for (let round = 0; round < rounds; round += 1) {
      const agent = { role: 'custom' };
      await edit(editor, { kind: 'addAgent', key: `${name}-${round}`, agent, sync: 'phase-1' });
    }
  };
  const others = async () => {
    for (let round = 0; round < rounds; round += 1) {
      // As editors do it that read, change and write in one go.
      writeFileSync(at.path, `${at.text()}# note ${round}\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all([by(one, 'a'), by(two, 'b'), others()]);
  const text = at.text();
  for (let round = 0; round < rounds; round += 1) {
    expect(text).toContain(`# note ${round}\n`);
    expect(text).toContain(`  a-${round}:`);
    expect(text).toContain(`  b-${round}:`);
  }
  await vi.waitFor(() => expect([one.view().text, two.view().text]).toEqual([text, text]));
});

test('a pipe, a folder and a huge file in the place of a plan are said, and nothing waits for them', async () => {
  const at = await checkout();
  const others = [
    ['pipe', () => execFileSync('mkfifo', [at.path])],
    ['folder', () => mkdirSync(at.path)],
    ['latin', () => writeFileSync(at.path, Buffer.from(`${TEXT}# caf\xe9\n`, 'latin1'))],
    ['huge', () => writeFileSync(at.path, '#'.repeat(5_000_000))],
  ] as const;
  for (const [name, make] of others) {
    rmSync(at.path, { recursive: true });
    make();
    await expect(at.editor(), name).rejects.toMatchObject({ code: 'plan.unreadable' });
    const [described] = await describePlanFiles(at.root);
    expect(described?.error, name).toMatch(/regular file|bytes|UTF-8/);
  }
});

test.each<[string, (file: number, text: string) => void]>([
  ['adds to it', (file, text) => writeSync(file, '# a note\n', text.length)],
  [
    'writes it anew',
    (file, text) => {
      ftruncateSync(file);
      writeSync(file, `${text}# a note\n`, 0);
    },
  ],
])(
  'a program that has the file open while it is replaced, and %s, loses nothing',
  async (_how, write) => {
    const at = await checkout();
    const editor = await at.editor();
    const file = openSync(at.path, 'r+');
    await edit(editor, { kind: 'setBase', base: 'develop' });
    await edit(editor, { kind: 'removeAgent', key: 'qa' });
    write(file, TEXT);
    closeSync(file);
    await vi.waitFor(() => expect(at.text()).toContain('# a note'));
    expect(at.text()).toContain('base: develop');
    expect(editor.view().text).toBe(at.text());
    await editor.undo();
    await editor.undo();
    expect(at.text()).toContain('base: main');
    expect(editor.view().plan?.agents['qa']).toEqual({ role: 'qa', after: ['phase-2'] });
    expect(at.text()).toContain('# a note');
  },
);

test('what a program wrote at the same moment as an edit of the same value comes back by undo', async () => {
  const at = await checkout();
  const editor = await at.editor();
  const file = openSync(at.path, 'r+');
  await edit(editor, { kind: 'setBase', base: 'develop' });
  const theirs = TEXT.replace('base: main', 'base: next');
  writeSync(file, theirs, 0);
  closeSync(file);
  await vi.waitFor(() => expect(editor.view().undo).toBe(WRITTEN_OVER));
  expect(at.text()).toContain('base: develop');
  await editor.undo();
  expect(at.text()).toBe(theirs);
  await editor.redo();
  expect(at.text()).toContain('base: develop');
});

test('programs that add to the file while it is replaced again and again lose nothing', async () => {
  const at = await checkout();
  const editor = await at.editor();
  const open: number[] = [];
  for (const [index, base] of ['a', 'b', 'c', 'd'].entries()) {
    open.push(openSync(at.path, 'a'));
    await edit(editor, { kind: 'setBase', base });
    for (const file of open.slice(-2)) writeSync(file, `# note ${index}, ${open.indexOf(file)}\n`);
  }
  for (const file of open) closeSync(file);
  const notes = ['0, 0', '1, 0', '1, 1', '2, 1', '2, 2', '3, 2', '3, 3'];
  await vi.waitFor(() => {
    for (const note of notes) expect(at.text()).toContain(`# note ${note}\n`);
  });
  expect(editor.view().plan?.base).toBe('d');
});

test('a plan whose file another program removes stays as it was, and is written again on request', async () => {
  const at = await checkout();
  const editor = await at.editor();
  const told: boolean[] = [];
  editor.subscribe(() => told.push(editor.view().gone));
  rmSync(at.path);
  await vi.waitFor(() => expect(told).toEqual([true]));
  expect(editor.view().plan?.feature).toBe('shop');
  await expect(editor.edit({ changes: [] })).rejects.toMatchObject({ code: 'plan.notFound' });
  rmSync(join(at.root, 'plans'), { recursive: true });
  expect(await editor.restore()).toMatchObject({ gone: false, text: TEXT });
  expect(at.text()).toBe(TEXT);
  // What is there by now is not written over.
  at.write(`${TEXT}# theirs\n`);
  await expect(editor.restore()).rejects.toMatchObject({ code: 'plan.notWritten' });
  expect(at.text()).toContain('# theirs');
});

test('a value that the file format does not allow is refused, and the file stays', async () => {
  const at = await checkout();
  const editor = await at.editor();
  for (const set of [{ priority: 0.5 }, { timeout: Number.POSITIVE_INFINITY }]) {
    const kind = 'timeout' in set ? ('updateSync' as const) : ('updateAgent' as const);
    const key = 'timeout' in set ? 'phase-1' : 'data';
    await expect(
      editor.edit({ changes: [{ kind, key, set } as PlanChange] }),
    ).rejects.toMatchObject({
      code: 'plan.wouldBreak',
    });
  }
  expect(at.text()).toBe(TEXT);
});
