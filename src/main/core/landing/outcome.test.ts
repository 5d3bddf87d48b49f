import { expect, test } from 'vitest';
import { openRepository } from '../git/repository.ts';
import { makeRepository } from '../git/repository-fixture.ts';
import { openJournal } from '../journal/journal.ts';
import { planMerge } from '../merge/plan-merge.ts';
import { changed, randomOf, startFiles } from '../merge/random-changes-fixture.ts';
import { runSync } from './transaction.ts';

/** A predicted merge must land, with the same result as git's own merges in sequence. */
const CASES = process.env['TRIBUTARY_FULL'] === '1' ? 200 : 5;
const CASE_MS = 20_000;

test(
  `prediction, sync and git agree in ${CASES} of ${CASES} repositories with two to five heads`,
  async () => {
    const fixture = makeRepository();
    const met = { landed: 0, conflict: 0 };
    try {
      const repo = await openRepository(fixture.path);
      const journal = openJournal(repo.commonDir, 'x');
      fixture.git(['config', 'advice.detachedHead', 'false']);
      for (let seed = 1; seed <= CASES; seed += 1) {
        const random = randomOf(seed);
        fixture.git(['switch', '-q', '--orphan', `seed-${seed}`]);
        const base = fixture.commit(startFiles());
        const heads = Array.from({ length: 2 + (seed % 4) }, (_, index) => {
          fixture.git(['switch', '-q', '--detach', base]);
          const oid = fixture.commit(changed(startFiles(), random));
          return { agent: `a${index}`, branch: `a${index}`, oid };
        });
        const real = reallyMerge(
          base,
          heads.map(({ oid }) => oid),
        );
        for (const strategy of ['merge', 'squash'] as const) {
          fixture.git(['branch', '-f', 'feature/x', base]);
          const names = { feature: 'x', sync: `s${seed}-${strategy}`, featureBranch: 'feature/x' };
          const common = { ...names, repo, heads, strategy };
          const plan = await planMerge({ ...common, base });
          const done = await runSync({ ...common, journal, leftOut: [], overrides: [] });
          const tip = fixture.git(['rev-parse', 'feature/x']);
          const tree = done.commit && fixture.git(['rev-parse', `${done.commit}^{tree}`]);
          expect({ seed, strategy, predicted: plan.tree, tree, files: done.files }).toEqual({
            seed,
            strategy,
            predicted: real,
            tree: real,
            files: plan.files,
          });
          expect(done.outcome).toBe(real === null ? 'conflict' : 'landed');
          expect(tip).toBe(done.commit ?? base);
          met[real === null ? 'conflict' : 'landed'] += 1;
        }
      }
    } finally {
      fixture.remove();
    }
    process.stdout.write(`prediction equals outcome: ${JSON.stringify(met)}\n`);
    // If cases never or always conflicted, the test would prove little.
    expect(Math.min(met.landed, met.conflict)).toBeGreaterThanOrEqual(CASES / 5);

    function reallyMerge(base: string, oids: readonly string[]): string | null {
      fixture.git(['switch', '-q', '--detach', base]);
      for (const oid of oids) {
        try {
          fixture.git(['merge', '-q', '--no-ff', '-m', 'm', oid]);
        } catch {
          fixture.git(['merge', '--abort']);
          return null;
        }
      }
      return fixture.git(['rev-parse', 'HEAD^{tree}']);
    }
  },
  CASES * CASE_MS,
);
