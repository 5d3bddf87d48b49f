interface Place {
  readonly host: string;
  /** Owner and name, without `.git`. */
  readonly path: string;
}

/** Host and path of a remote URL: https, ssh, or `user@host:path`. Null for folders and unknown forms. */
export function placeOf(url: string): Place | null {
  const scheme = /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(url);
  const short = scheme ? null : /^(?:[^/@:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(url);
  const [, host = '', rest = ''] = scheme ?? short ?? [];
  const path = rest.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (host === '' || !path.includes('/')) return null;
  return { host: host.toLowerCase(), path };
}

/** The page that opens a pull request from `branch` into `base`; null for unknown hosts. */
export function compareUrl(url: string, base: string, branch: string): string | null {
  const place = placeOf(url);
  if (!place) return null;
  const site = `https://${place.host}/${place.path.split('/').map(encodeURIComponent).join('/')}`;
  const [from, to] = [branch, base].map((name) => encodeURIComponent(name).replaceAll('%2F', '/'));
  switch (kindOf(place.host)) {
    case 'github':
      return `${site}/compare/${to}...${from}?expand=1`;
    case 'gitea':
      return `${site}/compare/${to}...${from}`;
    case 'gitlab':
      return `${site}/-/merge_requests/new?${new URLSearchParams({
        'merge_request[source_branch]': branch,
        'merge_request[target_branch]': base,
      })}`;
    case 'bitbucket':
      return `${site}/pull-requests/new?${new URLSearchParams({ source: branch, dest: base })}`;
    default:
      return null;
  }
}

function kindOf(host: string): 'github' | 'gitlab' | 'bitbucket' | 'gitea' | null {
  // Self-hosted servers are usually named `gitlab.example.org`.
  const labels = host.split('.');
  if (host === 'github.com' || labels[0] === 'github') return 'github';
  if (host === 'gitlab.com' || labels[0] === 'gitlab') return 'gitlab';
  if (host === 'bitbucket.org') return 'bitbucket';
  const gitea = ['gitea', 'forgejo', 'codeberg'];
  return gitea.includes(labels[0] ?? '') ? 'gitea' : null;
}
