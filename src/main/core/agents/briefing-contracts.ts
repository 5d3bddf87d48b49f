import picomatch from 'picomatch';
import type { Config } from '../config/config.ts';
import { usualContractPath } from '../contracts/contract-rules.ts';
import { allTreeEntries } from '../git/entry-listings.ts';
import { runGit } from '../git/run-git.ts';

/** A contract as listed in a briefing. */
export interface BriefedContract {
  readonly name: string;
  readonly use: 'reads' | 'writes';
  /** Null when its file does not exist yet. */
  readonly path: string | null;
  /** The last commit that changed it, with its date; null when there is none. */
  readonly version: string | null;
  readonly owner: string | null;
}

interface Place {
  readonly cwd: string;
  readonly commit: string;
}

/** The contracts that an agent reads and writes, each file at its version in a commit. */
export async function briefedContracts(
  place: Place,
  named: Readonly<Record<BriefedContract['use'], readonly string[]>>,
  configured: NonNullable<Config['contracts']>,
): Promise<BriefedContract[]> {
  const uses = (['reads', 'writes'] as const).flatMap((use) =>
    named[use].map((name) => ({ name, use })),
  );
  if (uses.length === 0) return [];
  const files = await filesOf(place);
  const all = uses.map(async ({ name, use }): Promise<BriefedContract[]> => {
    const known = configured.find((contract) => contract.name === name);
    const owner = known?.owner ?? null;
    const isOfIt = picomatch(known?.path ?? usualContractPath(name), { dot: true });
    const paths = files.filter((path) => isOfIt(path));
    if (paths.length === 0) return [{ name, use, path: null, version: null, owner }];
    return Promise.all(
      paths.map(async (path) => ({
        name,
        use,
        path,
        version: await versionOf(place, path),
        owner,
      })),
    );
  });
  return (await Promise.all(all)).flat();
}

async function filesOf({ cwd, commit }: Place): Promise<string[]> {
  const listing = allTreeEntries(commit);
  const { code, stdout } = await runGit(listing.args, { cwd, expect: [0, 128], reads: true });
  return code === 0 ? listing.parse(stdout).map(({ path }) => path) : [];
}

async function versionOf({ cwd, commit }: Place, path: string): Promise<string | null> {
  const args = ['log', '-1', '--format=%h of %as', '--no-show-signature', '--end-of-options'];
  args.push(commit, '--', `:(top,literal)${path}`);
  const { code, stdout } = await runGit(args, { cwd, expect: [0, 128], reads: true });
  return (code === 0 && stdout.trim()) || null;
}

/** One line of a briefing about a contract. */
export function contractLine({ name, path, version, owner }: BriefedContract): string {
  const where = path === null ? 'no file of it exists yet' : path;
  const at = version === null ? '' : `, version ${version}`;
  return `- ${name}: ${where}${at}${owner ? `, owned by ${owner}` : ''}`;
}
