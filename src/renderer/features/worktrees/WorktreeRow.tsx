import { Ellipsis, FolderGit2, TriangleAlert } from 'lucide-react';
import { toast } from 'sonner';
import type { WorktreeView } from '../../../shared/contract/worktrees.ts';
import { useLink } from '../../link/index.ts';
import { act } from '../../page/act.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import type { WorktreeAction } from './use-worktrees.ts';
import { factWords, nameOf, ownerWords } from './worktree-words.ts';

interface WorktreeRowProps {
  readonly project: string;
  readonly worktree: WorktreeView;
  onAsk(action: WorktreeAction): void;
  onChanged(): void;
}

/** States in which git's record and the folder on disk disagree. */
const BROKEN: readonly string[] = ['missing', 'unlinked', 'unknown'];

export function WorktreeRow({ project, worktree, onAsk, onChanged }: WorktreeRowProps) {
  const { api } = useLink();
  const { path, owner, state, leftover } = worktree;
  const name = nameOf(path);
  const repair = async () => {
    const done = await act(() => api.worktrees.repair({ project, paths: [path] }));
    if (!done) return;
    const [lost] = done.missing;
    if (lost) toast.error(`${nameOf(lost.path)} is still missing.`, { description: lost.reason });
    else toast.success(`Repaired the link between git and ${name}.`);
    onChanged();
  };
  const ours = owner === 'agent' || owner === 'integration';
  const entries: MenuEntry[] = [
    { label: 'Move…', disabled: owner !== 'agent', run: () => onAsk('move') },
    { label: 'Repair', run: repair },
    { label: 'Adopt…', disabled: owner !== 'user', run: () => onAsk('adopt') },
    {
      label: 'Set-up…',
      disabled: worktree.agent === null || worktree.feature === null,
      run: () => onAsk('set-up'),
    },
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-line border-b py-1.5">
      {leftover === null ? (
        <FolderGit2 size={15} aria-hidden className="shrink-0 text-muted" />
      ) : (
        <TriangleAlert size={15} aria-label="leftover" className="shrink-0 text-needs" />
      )}
      <div className="min-w-40 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium [overflow-wrap:anywhere]" title={path}>
            {name}
          </span>
          <span className="text-muted text-sm">{ownerWords(worktree)}</span>
          {worktree.branch && (
            <code className="min-w-0 truncate text-muted text-xs">{worktree.branch}</code>
          )}
          {state !== 'ok' && <span className="text-needs text-sm">{state}</span>}
        </p>
        <p className="text-muted text-sm [overflow-wrap:anywhere]">
          {factWords(worktree, Date.now())}
          {leftover !== null && <span className="text-needs"> · {leftover}</span>}
        </p>
        {worktree.notes?.map((note) => (
          <p key={note} className="text-muted text-sm">
            {note}
          </p>
        ))}
      </div>
      {BROKEN.includes(state) && <Button onClick={repair}>Repair</Button>}
      {ours && (
        <Button aria-label={`Remove ${name}`} onClick={() => onAsk('remove')}>
          Remove
        </Button>
      )}
      <Menu heading={path} entries={entries}>
        <IconButton label={`More about ${name}`} icon={Ellipsis} />
      </Menu>
    </li>
  );
}
