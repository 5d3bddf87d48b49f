import { FolderGit2, FolderOpen, FolderSearch, Play } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { desktopShell, type Trouble, troubleOf, useLink } from '../../link/index.ts';
import { AppMenuButton } from '../../page/AppMenuButton.tsx';
import { type Opening, openProject } from '../../page/open-project.ts';
import { describeTrouble } from '../../page/trouble.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { FolderField } from './FolderField.tsx';

/** The start screen: opens a repository by path, by browsing, or from the recent ones; or the demo. */
export function Welcome({ opening }: { opening: Opening }) {
  const { api } = useLink();
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const recent = useRecent();
  const [listing, setListing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const open = async (chosen: string) => {
    setBusy(true);
    setListing(false);
    setTrouble(await openProject(api, chosen));
    setBusy(false);
  };
  const browse = async () => {
    const shell = desktopShell();
    if (shell) {
      const chosen = await shell.ask({ kind: 'pick-folder' });
      if (chosen) await open(chosen);
      return;
    }
    if (path.trim() === '') setPath('~/');
    setListing(true);
    field.current?.focus();
  };
  const tryDemo = async () => {
    setBusy(true);
    try {
      await open((await api.project.demo()).path);
    } catch (thrown) {
      setTrouble(troubleOf(thrown));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (path.trim()) open(path.trim());
  };
  if (opening.pending) {
    return (
      <main className="grid h-full place-items-center text-muted" aria-busy>
        Opening…
      </main>
    );
  }
  const words = describeTrouble(trouble ?? opening.trouble ?? { kind: 'cancelled' });
  return (
    <main className="relative h-full overflow-y-auto">
      <div className="absolute top-1.5 left-2">
        <AppMenuButton />
      </div>
      <div className="mx-auto flex min-h-full max-w-[560px] flex-col justify-center gap-6 p-6">
        <header>
          <h1 className="font-semibold text-xl">Tributary</h1>
          <p className="text-muted">
            Plan a feature as a graph of agents, run each in its own worktree, merge them with one
            click.
          </p>
        </header>
        <form onSubmit={submit} className="flex items-end gap-2">
          <FolderField
            input={field}
            value={path}
            change={setPath}
            listing={listing}
            list={setListing}
          />
          <Button icon={FolderSearch} disabled={busy} onClick={browse}>
            Browse…
          </Button>
          <Button type="submit" look="primary" icon={FolderOpen} disabled={busy || !path.trim()}>
            Open repository
          </Button>
        </form>
        {words && (
          <Notice live tone="bad" title={words.title}>
            {words.detail}
          </Notice>
        )}
        {recent.length > 0 && (
          <section aria-label="Recent">
            <h2 className="mb-1 font-medium text-muted text-sm">Recent</h2>
            <ul>
              {recent.map((project) => (
                <li key={project.path}>
                  <button
                    type="button"
                    disabled={busy}
                    onClick={() => open(project.path)}
                    className="flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
                  >
                    <FolderGit2 size={14} aria-hidden className="shrink-0 text-accent" />
                    <span className="shrink-0 font-medium">{project.name}</span>
                    <span className="truncate text-muted text-sm">{project.path}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-label="Demo" className="flex items-center gap-3 border-line border-t pt-4">
          <p className="min-w-0 flex-1 text-muted text-sm">
            New here? The demo is a small project with scripted agents: no account, nothing of yours
            is touched. It is removed when Tributary ends.
          </p>
          <Button icon={Play} disabled={busy} onClick={tryDemo}>
            Try the demo
          </Button>
        </section>
      </div>
    </main>
  );
}

function useRecent() {
  const { api } = useLink();
  const [recent, setRecent] = useState<readonly { path: string; name: string }[]>([]);
  useEffect(() => {
    // Ignore a failure: the path can still be typed.
    api.project
      .recent()
      .then(setRecent)
      .catch(() => undefined);
  }, [api]);
  return recent;
}
