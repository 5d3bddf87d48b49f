import { runGit } from './run-git.ts';

const VARIABLES = [
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'EMAIL',
];

/** Environment that makes the user author and committer of a commit. Throws `git.noIdentity`. */
export async function identityEnvironment(cwd: string): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const [author, committer] = await Promise.all(
    ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].map((name) =>
      runGit(['var', name], { cwd, env, reads: true }),
    ),
  );
  return {
    ...nameAndEmail('AUTHOR', author?.stdout ?? ''),
    ...nameAndEmail('COMMITTER', committer?.stdout ?? ''),
  };
}

/** Author of commits that are never published: predictions and snapshots. */
export const APP_IDENTITY: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'Tributary',
  GIT_AUTHOR_EMAIL: 'tributary@localhost',
  GIT_COMMITTER_NAME: 'Tributary',
  GIT_COMMITTER_EMAIL: 'tributary@localhost',
};

/** Splits `Name <email> time zone`. */
function nameAndEmail(who: string, ident: string): Record<string, string> {
  const [, name = '', email = ''] = /^(.*) <(.*)> \d+ [+-]\d+$/.exec(ident.trim()) ?? [];
  return { [`GIT_${who}_NAME`]: name, [`GIT_${who}_EMAIL`]: email };
}
