import { FolderGit2, FolderOpen } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { AppMenuButton } from '../../app/AppMenuButton.tsx';
import { type Opening, openProject } from '../../app/open-project.ts';
import { describeTrouble } from '../../app/trouble.ts';
import { type DesktopShell, desktopShell, type Trouble, useLink } from '../../link/index.ts';
import { Button } from '../../ui/Button.tsx';
import { CONTROL, Field } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';

/** The first screen: opens a repository by path or from those opened before. */
export function Welcome({ opening }: { opening: Opening }) {
  const { api } = useLink();
  const [path, setPath] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const recent = useRecent();
  const shell = desktopShell();
  const open = async (chosen: string) => {
    setBusy(true);
    setTrouble(await openProject(api, chosen));
    setBusy(false);
  };
  const pick = async (from: DesktopShell) => {
    const chosen = await from.ask({ kind: 'pick-folder' });
    if (chosen) await open(chosen);
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
        {shell && (
          <Button
            look="primary"
            icon={FolderOpen}
            disabled={busy}
            className="self-start"
            onClick={() => pick(shell)}
          >
            Open folder…
          </Button>
        )}
        <form onSubmit={submit} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field label="Repository">
              {(ids) => (
                <input
                  {...ids}
                  className={CONTROL}
                  placeholder="/path/to/repository"
                  spellCheck={false}
                  value={path}
                  onChange={(event) => setPath(event.target.value)}
                />
              )}
            </Field>
          </div>
          <Button
            type="submit"
            look={shell ? 'plain' : 'primary'}
            icon={FolderOpen}
            disabled={busy || !path.trim()}
          >
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
      </div>
    </main>
  );
}

function useRecent() {
  const { api } = useLink();
  const [recent, setRecent] = useState<readonly { path: string; name: string }[]>([]);
  useEffect(() => {
    // Without the list the path can still be typed.
    api.project
      .recent()
      .then(setRecent)
      .catch(() => undefined);
  }, [api]);
  return recent;
}
