import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chainOf } from '../../../shared/plan/chains.ts';
import { syncsBefore } from '../../../shared/plan/graph.ts';
import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Plan, PlanChange } from '../../../shared/plan/model.ts';
import { derivePhases } from '../../../shared/plan/phases.ts';
import { planFromTemplate } from '../../../shared/plan/templates.ts';
import { CoreFailure } from '../failure.ts';
import { planText } from './create-plan.ts';
import { PlanEditor } from './editor.ts';
import { parsePlan } from './parse-plan.ts';
import { savedHistoryOf } from './saved-history.ts';

const SEQUENCES = process.env['TRIBUTARY_FULL'] === '1' ? 2000 : 60;
const GESTURES = 12;
const FILE = 'plans/shop.plan.yaml';

/** A small generator with a fixed seed, so that a failure can be seen again. */
function seeded(seed: number) {
  let state = (seed + 1) * 2654435761;
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const one = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)];
  return { below, one };
}
type Random = ReturnType<typeof seeded>;

/** What a person may do next with mouse and keys: drops, menus, the inspector, Delete. */
function changesOf(plan: Plan, random: Random, round: number): PlanChange[] {
  const agents = Object.keys(plan.agents);
  const syncs = Object.keys(plan.syncs);
  const agent = random.one(agents) ?? 'none';
  const sync = random.one(syncs) ?? 'none';
  const node = random.one([...agents, ...syncs]) ?? 'none';
  const other = random.one([...agents, ...syncs]) ?? 'none';
  const last = derivePhases(plan).findLast((phase) => phase.sync !== null)?.sync;
  const after = last ? [last] : [];
  const fresh = { role: 'custom', prompt: `round ${round}` };
  const gestures: readonly (() => PlanChange[])[] = [
    () => [{ kind: 'addAgent', key: `a${round}`, agent: fresh, sync: syncs.length ? sync : null }],
    () => [{ kind: 'addPhase', sync: `s${round}`, key: `a${round}`, agent: fresh, after }],
    () => [{ kind: 'moveAgent', key: agent, sync }],
    () => [{ kind: 'moveAgent', key: agent, sync }],
    () => [{ kind: 'addPhase', sync: `s${round}`, key: agent, after }],
    () => [{ kind: 'removeAgent', key: agent }],
    () => [{ kind: 'removeAgent', key: agent }],
    () => [{ kind: 'removeSync', key: sync }],
    () => agents.slice(0, 2).map((key) => ({ kind: 'removeAgent', key })),
    () => [{ kind: 'connect', from: node, to: other }],
    () => [{ kind: 'connect', from: agent, to: random.one(agents) ?? 'none' }],
    () => [{ kind: 'disconnect', from: node, to: other }],
    () => [{ kind: 'renameAgent', key: agent, to: `r${round}` }],
    () => [{ kind: 'renameSync', key: sync, to: `t${round}` }],
    () => [{ kind: 'updateAgent', key: agent, set: { prompt: `p: ${round}`, scope: ['a/**'] } }],
    () => [{ kind: 'updateSync', key: sync, set: { verify: [`check ${round}`] } }],
  ];
  return random.one(gestures)?.() ?? [];
}

/** What a person may do in a text editor. */
function typed(text: string, random: Random, round: number): string {
  const edits: readonly ((before: string) => string)[] = [
    (before) => `${before}# note ${round}\n`,
    (before) => before.replace('agents:', `# above ${round}\nagents:`),
    (before) => before.replace(/prompt: .*/, `prompt: written by hand ${round}`),
    (before) => before.replace('base: main', 'base: develop'),
  ];
  return random.one(edits)?.(text) ?? text;
}

const errorsOf = (plan: Plan) => lintPlan(plan).filter(({ severity }) => severity === 'error');

/** Pairs of phases that stand the other way round than before although nothing demands it. */
function flipped(before: Plan, after: Plan, names: ReadonlyMap<string, string>): string[] {
  const earlier = derivePhases(before).map(({ name }) => names.get(name) ?? name);
  const phases = derivePhases(after);
  const order = new Map(phases.map(({ name }, index) => [name, index]));
  const found: string[] = [];
  for (const [index, first] of earlier.entries()) {
    for (const second of earlier.slice(index + 1)) {
      const [a, b] = [order.get(first), order.get(second)];
      if (a === undefined || b === undefined || a < b) continue;
      const theirs = new Set(phases[b]?.agents);
      const demanded = phases[a]?.agents.some(
        (agent) =>
          syncsBefore(after, agent).has(second) ||
          chainOf(after, agent).some((before) => theirs.has(before)),
      );
      if (!demanded && !first.startsWith('tail-') && !second.startsWith('tail-')) {
        found.push(`${first} before ${second}`);
      }
    }
  }
  return found;
}

test(`${SEQUENCES} random sequences of gestures leave plans that can be run, and undo to the byte`, {
  timeout: 900_000,
}, async () => {
  process.stdout.write(`sequences of gestures: ${SEQUENCES} of ${GESTURES}\n`);
  // In memory where there is such a place: thousands of files are written to the disk for good otherwise.
  const room = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const root = mkdtempSync(join(room, 'tributary-gestures-'));
  mkdirSync(join(root, 'plans'));
  const path = join(root, FILE);
  const count = { made: 0, refused: 0, said: 0, typed: 0, cannotUndo: 0 };
  for (let sequence = 0; sequence < SEQUENCES; sequence += 1) {
    const random = seeded(sequence);
    const template = random.one(['full-stack', 'api-heavy', 'ui-heavy', 'blank'] as const);
    const start = planText(planFromTemplate(template ?? 'blank', 'shop', { base: 'main' }));
    writeFileSync(path, start);
    const saved = savedHistoryOf(join(root, `home-${sequence}`), path);
    const editor = await PlanEditor.open({ checkout: root, file: FILE, saved });
    const where = (round: number) => `sequence ${sequence}, gesture ${round}`;
    for (let round = 0; round < GESTURES; round += 1) {
      const before = editor.view().plan;
      if (!before) throw new Error(where(round));
      const choice = random.below(12);
      if (choice === 0) {
        writeFileSync(path, typed(readFileSync(path, 'utf8'), random, round));
        count.typed += 1;
        continue;
      }
      const changes = changesOf(before, random, round);
      const places =
        random.below(4) === 0 ? { [Object.keys(before.agents)[0] ?? 'x']: null } : undefined;
      const doing =
        choice === 1
          ? editor.undo()
          : choice === 2
            ? editor.redo()
            : editor.edit({ changes, places });
      let after: Plan | null;
      try {
        after = (await doing).plan;
      } catch (thrown) {
        // Refused with a reason, and the plan as it was.
        if (!(thrown instanceof CoreFailure)) throw thrown;
        expect(thrown.message.length, where(round)).toBeGreaterThan(10);
        if (thrown.code === 'plan.cannotUndo') count.cannotUndo += 1;
        count.refused += 1;
        continue;
      }
      if (!after) throw new Error(where(round));
      count.made += 1;
      const errors = errorsOf(after);
      // The only error that a gesture may leave, and the linter says it with what to do.
      expect(
        errors.filter(({ rule }) => rule !== 'plan/unmerged-agent'),
        where(round),
      ).toEqual([]);
      if (errors.length > 0) count.said += 1;
      expect(errors.every(({ fix }) => fix !== null)).toBe(true);
      const renamed = new Map(
        changes.flatMap((change) =>
          change.kind === 'renameSync' ? [[change.key, change.to] as const] : [],
        ),
      );
      if (choice > 2) {
        expect(
          flipped(before, after, renamed),
          `${where(round)} ${JSON.stringify(changes)}`,
        ).toEqual([]);
      }
    }
    const end = await allThe('redo', editor, path);
    const first = await allThe('undo', editor, path);
    expect(await allThe('redo', editor, path), `sequence ${sequence}`).toBe(end);
    expect(await allThe('undo', editor, path), `sequence ${sequence}`).toBe(first);
    expect(parsePlan(first).ok).toBe(true);
    editor.close();
  }
  process.stdout.write(`gestures: ${JSON.stringify(count)}\n`);
  rmSync(root, { recursive: true });
  // The sequences did what they are there for.
  expect(count.made).toBeGreaterThan(SEQUENCES * 4);
  expect(count.typed).toBeGreaterThan(SEQUENCES / 4);
});

/** Goes one way to the end; a step that cannot be taken is left out by the editor, which says so. */
async function allThe(way: 'undo' | 'redo', editor: PlanEditor, path: string) {
  while (editor.view()[way] !== null) {
    await editor[way]().catch((thrown: unknown) => {
      if (!(thrown instanceof CoreFailure)) throw thrown;
    });
  }
  return readFileSync(path, 'utf8');
}
