import {
  BrushCleaning,
  ChevronRight,
  CircleHelp,
  FilePlus2,
  FolderGit2,
  Monitor,
  Moon,
  Save,
  Search,
  Sun,
} from 'lucide-react';
import type { RunView } from '../../shared/contract/run.ts';
import { useLink } from '../link/index.ts';
import { AppMenuButton } from '../page/AppMenuButton.tsx';
import { act } from '../page/act.ts';
import { chordWords } from '../page/keys.ts';
import { changeLayout } from '../page/layout.ts';
import { showPlan } from '../page/open-plan.ts';
import { closeProject } from '../page/open-project.ts';
import { openOverlay } from '../page/overlays.ts';
import { showPane } from '../page/panes.ts';
import { onMac } from '../page/platform.ts';
import { changePreferences, useTheme } from '../page/theme.ts';
import { useWorkspace } from '../page/workspace.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';

export function TitleBar() {
  const waiting = useWorkspace((state) => state.run?.inbox.length ?? 0);
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-line border-b bg-sunken px-2">
      <AppMenuButton />
      <Where />
      <span className="flex-1" />
      <PhaseProgress />
      {waiting > 0 && (
        <Button look="quiet" onClick={() => showPane('inbox')} className="text-needs">
          {waiting} waiting
        </Button>
      )}
      <button
        type="button"
        onClick={() => openOverlay('palette')}
        className="inline-flex h-7 items-center gap-2 rounded-md border border-line bg-surface px-2 text-muted text-sm hover:bg-hover"
      >
        <Search size={13} aria-hidden />
        Commands
        <Kbd keys={chordWords('Mod+K', onMac)} />
      </button>
      <IconButton label="Clean up" icon={BrushCleaning} onClick={() => openOverlay('clean')} />
      <ThemeMenu />
      <IconButton
        label="Keyboard help"
        keys="?"
        icon={CircleHelp}
        onClick={() => openOverlay('help')}
      />
    </header>
  );
}

function Where() {
  const project = useWorkspace((state) => state.project);
  const file = useWorkspace((state) => state.file);
  const branch = useWorkspace((state) => state.run?.featureBranch ?? null);
  const choose = (next: string) => {
    showPlan(next);
    changeLayout((layout) => ({ ...layout, plan: next }));
  };
  const plans: MenuEntry[] = (project?.plans ?? []).map((plan) => ({
    label: plan.feature ?? plan.file,
    run: () => choose(plan.file),
  }));
  const planVerbs: MenuEntry[] = file
    ? [{ label: 'Save as template…', icon: Save, run: () => openOverlay('save-template') }]
    : [];
  const current = project?.plans.find((plan) => plan.file === file);
  return (
    <div className="flex min-w-0 items-center gap-0.5">
      <Menu
        heading={project?.path ?? ''}
        entries={[
          { label: 'Show worktrees', icon: FolderGit2, run: () => showPane('worktrees') },
          { label: 'Open another repository', run: closeProject },
        ]}
      >
        <Button look="quiet" className="max-w-48 font-semibold" title="Project">
          <span className="truncate">{project?.name}</span>
        </Button>
      </Menu>
      <ChevronRight size={13} aria-hidden className="shrink-0 text-muted" />
      <Menu heading="Plans" entries={[...plans, ...planVerbs]}>
        <Button look="quiet" className="max-w-48" title="Plan" disabled={plans.length === 0}>
          <span className="truncate">{current?.feature ?? file ?? 'No plan'}</span>
        </Button>
      </Menu>
      {plans.length > 0 && (
        <IconButton label="New plan" icon={FilePlus2} onClick={() => openOverlay('new-plan')} />
      )}
      {branch && (
        <>
          <ChevronRight size={13} aria-hidden className="shrink-0 text-muted" />
          <code className="truncate px-1 text-muted text-xs" title="Feature branch">
            {branch}
          </code>
        </>
      )}
    </div>
  );
}

/** Agents that were left out are not done, so count them separately. */
function doneWords({ syncs }: RunView): string {
  const out = new Set(syncs.flatMap((sync) => sync.leftOut ?? [])).size;
  return out === 0 ? 'All phases done' : `All phases done, ${out} left out`;
}

function PhaseProgress() {
  const run = useWorkspace((state) => state.run);
  if (!run || run.phases.length === 0) return null;
  const done = run.phases.filter((phase) => phase.state === 'done').length;
  const words = run.phase
    ? `Phase ${Math.min(done + 1, run.phases.length)} of ${run.phases.length}`
    : doneWords(run);
  return (
    <div className="hidden items-center gap-2 text-muted text-sm md:flex">
      <span className="w-20">
        <ProgressBar label="Phases done" done={done} total={run.phases.length} />
      </span>
      {words}
    </div>
  );
}

function ThemeMenu() {
  const { api } = useLink();
  const { theme } = useTheme((state) => state.preferences);
  const icons = { system: Monitor, light: Sun, dark: Moon };
  const entry = (name: typeof theme, label: string): MenuEntry => ({
    label,
    icon: icons[name],
    run: () => void act(() => changePreferences(api, { theme: name })),
  });
  return (
    <Menu
      entries={[entry('system', 'Follow system'), entry('light', 'Light'), entry('dark', 'Dark')]}
    >
      <IconButton label="Theme" icon={icons[theme]} />
    </Menu>
  );
}
