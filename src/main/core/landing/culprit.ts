import { randomUUID } from 'node:crypto';
import { CoreFailure } from '../failure.ts';
import { withLock } from '../git/lock.ts';
import { openShadow } from '../git/shadow.ts';
import { VERIFY_ONLY } from '../journal/sync-facts.ts';
import { holds } from '../merge/carried-heads.ts';
import { type CandidateRequest, prepareCandidate } from './candidate.ts';
import { type Probe, SearchStopped, type SubsetSearch, searchSubsets } from './failing-subset.ts';
import { checkOutCandidate } from './integration.ts';
import { dropCandidate } from './recover.ts';
import type { Start } from './sync-lock.ts';
import type { VerifyPorts } from './sync-request.ts';
import type { Verdict, Verify } from './verdict.ts';

/** Maximum number of verifications in one search; eight agents need at most twenty. */
const MOST_ATTEMPTS = 30;
/** Maximum duration of a search in milliseconds; after that, the person has to find the culprit. */
const DEFAULT_SEARCH_MS = 30 * 60 * 1000;

type SearchRequest = CandidateRequest & VerifyPorts & { readonly verify: Verify };

interface Failed {
  readonly start: Start;
  /** The candidate with all heads; it is checked out again at the end. */
  readonly tip: string;
  readonly verdict: Verdict;
  /** Agents whose branches add commits, in merge order. */
  readonly agents: readonly string[];
  readonly ours: ReadonlySet<string>;
  /** Called with each commit before it is checked out. */
  readonly onProbe: (probe: { commit: string; agents: readonly string[] }) => Promise<void>;
}

export interface Culprits {
  readonly culprits: readonly string[];
  /** Result of the search, in sentences for display. */
  readonly words: string;
}

/**
 * Finds the agents that make verification fail by verifying merges of subsets in the integration worktree, then checks
 * out the failing candidate again. Aborting ends the search only; the sync keeps its verdict.
 */
export async function findCulprits(request: SearchRequest, failed: Failed): Promise<Culprits> {
  const { repo, root, signal } = request;
  const limit = AbortSignal.timeout(request.searchMs ?? DEFAULT_SEARCH_MS);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  const budget = { left: MOST_ATTEMPTS, ran: 0, refused: '' };
  const search = await searchSubsets(failed.agents, async (subset) => {
    if (stop.aborted || budget.left === 0) throw new SearchStopped();
    budget.left -= 1;
    report(request, { subset, done: budget.ran, agents: failed.agents.length });
    budget.ran += 1;
    try {
      return await probe({ ...request, signal: stop }, failed, subset);
    } catch (error) {
      if (stop.aborted) throw new SearchStopped();
      if (!(error instanceof CoreFailure)) throw error;
      // The verdict stays valid without a culprit.
      budget.refused = error.message;
      throw new SearchStopped();
    }
  });
  if (budget.ran > 0)
    await withLock(repo, 'write', () =>
      checkOutCandidate(repo, failed.tip, { root, ours: failed.ours }),
    );
  const spent = limit.aborted ? 'out of time' : 'out of attempts';
  const why = signal?.aborted ? 'cancelled' : budget.refused || spent;
  const culprits = await firstOfChains(request, search.culprits);
  const words = wordsOf(request, failed, { search: { ...search, culprits }, why });
  return { culprits, words };
}

/** Drops agents that fail only because they contain the work of another culprit that they continue from. */
async function firstOfChains(
  { repo, heads }: SearchRequest,
  culprits: readonly string[],
): Promise<readonly string[]> {
  const blamed = heads.filter(({ agent }) => culprits.includes(agent));
  const shadow = await openShadow(repo);
  const inherited = new Set<string>();
  for (const { agent, oid, continues } of blamed) {
    const before = blamed.find((head) => head.agent === continues);
    if (before && (await holds(shadow, oid, before.oid))) inherited.add(agent);
  }
  return culprits.filter((agent) => !inherited.has(agent));
}

async function probe(
  request: SearchRequest & { readonly signal: AbortSignal },
  failed: Failed,
  subset: readonly string[],
): Promise<Probe> {
  const { repo, root, verify, onProgress, signal } = request;
  const { before, identity } = failed.start;
  const tx = `${VERIFY_ONLY}${randomUUID()}`;
  const heads = request.heads.filter(({ agent }) => subset.includes(agent));
  try {
    const made =
      heads.length > 0
        ? await prepareCandidate({ ...request, heads }, { base: before, tx, identity })
        : { tip: before };
    const commit = made.tip;
    if (commit === null) return 'other';
    await failed.onProbe({ commit, agents: subset });
    const { ours } = failed;
    const cwd = await withLock(repo, 'write', () =>
      checkOutCandidate(repo, commit, { root, ours, signal }),
    );
    const { step } = failed.verdict;
    const verdict = await verify({
      cwd,
      commit,
      ...(step === undefined ? {} : { upTo: step }),
      // Kept separate from the output of the failed verification, whose end shows the reason.
      onLog: (_source, text) => onProgress?.({ kind: 'log', source: 'search', text }),
      signal,
    });
    signal.throwIfAborted();
    return verdict.ok ? 'passes' : verdict.step === step ? 'fails' : 'other';
  } finally {
    await withLock(repo, 'write', () => dropCandidate(repo, tx));
  }
}

function report(
  { onProgress, title = String }: SearchRequest,
  at: { readonly subset: readonly string[]; readonly done: number; readonly agents: number },
): void {
  const target = at.subset.length > 0 ? at.subset.map(title).join(' + ') : 'no agents';
  const total = Math.max(at.done + 1, at.agents + 1);
  onProgress?.({ kind: 'step', step: 'search', target, done: at.done, total });
  onProgress?.({ kind: 'log', source: 'search', text: `\n--- With ${target} ---\n` });
}

function wordsOf(
  { title = String }: SearchRequest,
  { verdict, agents }: Failed,
  found: { readonly search: SubsetSearch; readonly why: string },
): string {
  const { outcome, culprits, tried } = found.search;
  const where = verdict.step === undefined ? '' : ` in \`${verdict.step}\``;
  const names = (list: readonly string[]) => list.map(title).join(' + ');
  const passing = tried
    .filter((each) => each.agents.length === 1 && each.probe === 'passes')
    .flatMap((each) => each.agents);
  if (outcome === 'base')
    return `It also fails${where} without any of them: check the branch that they are merged into.`;
  if (outcome === 'stopped') {
    const known = culprits.length > 0 ? ` Known so far: ${names(culprits)} fails${where}.` : '';
    return `The search for the culprit ended early (${found.why}).${known}`;
  }
  if (agents.length === 1) return `Verification passes without ${names(agents)}.`;
  const alone = tried.filter((each) => each.agents.length === 1 && each.probe === 'fails');
  if (alone.length > 0) {
    const failing = culprits.map((agent) => `${title(agent)} alone fails${where}`);
    return `${[...failing, ...passing.map((agent) => `${title(agent)} alone passes`)].join(', ')}.`;
  }
  const good = passing.filter((agent) => culprits.includes(agent));
  // For a pair, name only the agent merged first: "Data alone passes, Data + Designer fails".
  const named = culprits.length === 2 && good.length === 2 ? good.slice(0, 1) : good;
  const each = named.map((agent) => `${title(agent)} alone passes`);
  return `${[...each, `${names(culprits)} fails${where}`].join(', ')}.`;
}
