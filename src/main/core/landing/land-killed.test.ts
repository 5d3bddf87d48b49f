import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { orphanedGit } from '../process-identity.ts';
import { makeSync } from './sync-fixture.ts';

const ROUNDS = process.env['TRIBUTARY_FULL'] === '1' ? 60 : 10;
/** Enough files to hit git while it writes them. */
const FILES = 400;
const LONGEST_MS = 25;

/** Kills the git process that moves the checkout `afterMs` after it was first seen. Returns whether it was found. */
async function killLanding(afterMs: number, over: AbortSignal): Promise<boolean> {
  while (!over.aborted) {
    for (const pid of await orphanedGit(process.pid)) {
      const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (!words.includes('--ff-only')) continue;
      await pause(afterMs);
      try {
        process.kill(pid, 'SIGKILL');
        return true;
      } catch {
        return false;
      }
    }
  }
  return false;
}

test(
  `git killed ${ROUNDS} times while it moves a checkout: all of it or none, and nobody's edits are lost`,
  async () => {
    const old = Object.fromEntries(
      Array.from({ length: FILES }, (_, index) => [`dir${index % 7}/f${index}.txt`, `${index}\n`]),
    );
    const fixture = await makeSync({ one: {} });
    const met = { killed: 0, landed: 0, back: 0 };
    try {
      fixture.git(['switch', '-q', 'feature/x']);
      const before = fixture.commit({ ...old, 'gone/x.txt': 'x\n', swap: 'file\n' });
      fixture.git(['switch', '-q', '-C', 'feature/x-one']);
      const oid = fixture.commit({
        ...Object.fromEntries(Object.keys(old).map((name) => [name, `new ${name}\n`.repeat(200)])),
        'gone/x.txt': null,
        swap: null,
        'swap/inner.txt': 'now a folder\n',
        'added/deep/y.txt': 'y\n',
      });
      fixture.git(['switch', '-q', 'feature/x']);
      const heads = [{ agent: 'one', branch: 'feature/x-one', oid }];
      const file = (name: string) => join(fixture.path, name);
      for (let round = 0; round < ROUNDS; round += 1) {
        fixture.git(['reset', '-q', '--hard', before]);
        writeFileSync(file('b.txt'), `mine ${round}\n`);
        writeFileSync(file('new.txt'), 'untracked\n');
        const over = new AbortController();
        const killing = { met: Promise.resolve(false) };
        const outcome = await fixture
          .sync({
            heads,
            sync: `s${round}`,
            onStep: async (step, when) => {
              if (step === 'land' && when === 'written')
                killing.met = killLanding((round * LONGEST_MS) / ROUNDS, over.signal);
            },
          })
          .catch((error: unknown) => error);
        over.abort();
        met.killed += (await killing.met) ? 1 : 0;
        const landed = fixture.tip() !== before;
        met[landed ? 'landed' : 'back'] += 1;
        const status = fixture.git(['status', '--porcelain']);
        expect({ round, landed, outcome, status }).toMatchObject({
          round,
          status: ' M b.txt\n?? new.txt',
        });
        expect(readFileSync(file('b.txt'), 'utf8')).toBe(`mine ${round}\n`);
        expect(existsSync(file('.git/index.lock'))).toBe(false);
        const end = (await fixture.journal.read()).findLast((entry) => entry.kind === 'sync.end');
        expect(end).toMatchObject({ outcome: landed ? 'landed' : 'rolled-back' });
      }
      fixture.git(['reset', '-q', '--hard', before]);
      expect((await fixture.sync({ heads, sync: 'last' })).outcome).toBe('landed');
    } finally {
      fixture.remove();
    }
    process.stdout.write(`git killed: ${JSON.stringify(met)}\n`);
    expect(met.killed).toBeGreaterThan(ROUNDS / 4);
    expect(met.back).toBeGreaterThan(0);
  },
  ROUNDS * 10_000,
);
