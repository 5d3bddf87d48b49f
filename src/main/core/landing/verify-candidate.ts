import { randomUUID } from 'node:crypto';
import { withLock } from '../git/lock.ts';
import { candidatesOf, foldSyncs, VERIFY_ONLY } from '../journal/sync-facts.ts';
import { type CandidateRequest, prepareCandidate } from './candidate.ts';
import { type Culprits, findCulprits } from './culprit.ts';
import { checkOutCandidate } from './integration.ts';
import { dropCandidate } from './recover.ts';
import { withSyncLock } from './sync-lock.ts';
import type { VerifyPorts } from './sync-request.ts';
import type { Verdict, Verify } from './verdict.ts';

const NONE: Culprits = { culprits: [], words: '' };

/**
 * Verifies the merge result in the integration worktree and, if it fails, searches for the culprit. Lands nothing and
 * journals nothing. Null if there is nothing to verify, because a file conflicts or nothing is merged. Throws
 * `sync.busy`.
 */
export async function verifyCandidate(
  request: CandidateRequest & VerifyPorts & { readonly verify: Verify },
): Promise<(Verdict & Culprits) | null> {
  const { repo, journal, root, signal, verify, onProgress } = request;
  return withSyncLock(request, async (start) => {
    const { before, identity } = start;
    const tx = `${VERIFY_ONLY}${randomUUID()}`;
    try {
      const plan = await prepareCandidate(request, { base: before, tx, identity });
      const { tip } = plan;
      if (tip === null || tip === before) return null;
      const ours = candidatesOf(foldSyncs(await journal.read()));
      const cwd = await withLock(repo, 'write', () =>
        checkOutCandidate(repo, tip, { root, ours, signal }),
      );
      const verdict = await verify({
        cwd,
        commit: tip,
        onLog: (source, text) => onProgress?.({ kind: 'log', source, text }),
        signal: signal ?? new AbortController().signal,
      });
      if (verdict.ok) return { ...verdict, ...NONE };
      const agents = plan.commits.flatMap((commit) => commit.agents);
      const onProbe = async () => {};
      const failed = { start, tip, verdict, agents, ours, onProbe };
      return { ...verdict, ...(await findCulprits(request, failed)) };
    } finally {
      await withLock(repo, 'write', () => dropCandidate(repo, tx));
    }
  });
}
