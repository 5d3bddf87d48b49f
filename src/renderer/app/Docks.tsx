import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
} from 'dockview-react';
import { Maximize2, Minimize2 } from 'lucide-react';
import { type ComponentType, useCallback, useSyncExternalStore } from 'react';
import { PlanGraph } from '../features/graph/index.ts';
import { InboxPane } from '../features/inbox/index.ts';
import { Inspector } from '../features/inspector/index.ts';
import { JournalPane } from '../features/journal/index.ts';
import { ProblemsPane } from '../features/problems/index.ts';
import { SyncPane } from '../features/sync/index.ts';
import { WorktreesPane } from '../features/worktrees/index.ts';
import { Boundary } from '../page/Boundary.tsx';
import { changeLayout, useLayout } from '../page/layout.ts';
import { PANE_TITLES, PANES, type PaneId, useDock } from '../page/panes.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { SCROLLABLE } from '../ui/scrollable.ts';
import { TerminalsPane } from './TerminalsPane.tsx';

/** Default share of the height for the drawer, and of the width for the terminals. */
const DRAWER_SHARE = 0.3;
const TERMINALS_SHARE = 0.38;

function region(pane: PaneId, Content: ComponentType) {
  return function Region() {
    return (
      <section
        aria-label={PANE_TITLES[pane]}
        data-pane={pane}
        {...(pane === 'graph' ? {} : SCROLLABLE)}
        className="h-full overflow-auto bg-surface"
      >
        <Boundary>
          <Content />
        </Boundary>
      </section>
    );
  };
}

const COMPONENTS = {
  graph: region('graph', PlanGraph),
  terminals: TerminalsPane,
  inspector: region('inspector', Inspector),
  inbox: region('inbox', InboxPane),
  sync: region('sync', SyncPane),
  worktrees: region('worktrees', WorktreesPane),
  journal: region('journal', JournalPane),
  problems: region('problems', ProblemsPane),
} satisfies Record<PaneId, ComponentType>;

/** A tab without a close button: panes are moved, not closed. */
function PaneTab({ api }: IDockviewPanelHeaderProps) {
  return <span className="flex h-full items-center px-3">{api.title}</span>;
}

/** Button that maximises a group of panes or restores the layout. */
function Maximise({ api, containerApi }: IDockviewHeaderActionsProps) {
  const subscribe = useCallback(
    (changed: () => void) => {
      const listening = containerApi.onDidMaximizedGroupChange(changed);
      return () => listening.dispose();
    },
    [containerApi],
  );
  const maximised = useSyncExternalStore(subscribe, () => api.isMaximized());
  return (
    <div className="flex h-full items-center pr-1">
      <IconButton
        label={maximised ? 'Restore the panes' : 'Maximise'}
        icon={maximised ? Minimize2 : Maximize2}
        onClick={() => (maximised ? api.exitMaximized() : api.maximize())}
      />
    </div>
  );
}

/** All panes; they can be dragged, split and maximised, and the layout is remembered per project. */
export function Docks() {
  function ready({ api }: DockviewReadyEvent): void {
    // dockview makes every group a landmark named after its front tab; here the panes themselves are the landmarks.
    api.onDidAddGroup((group) => group.element.setAttribute('role', 'group'));
    if (!restore(api, useLayout.getState().layout?.panes)) arrangeAnew(api);
    useDock.setState({ dock: api });
    api.onDidLayoutChange(() => changeLayout((layout) => ({ ...layout, panes: api.toJSON() })));
  }
  return (
    <DockviewReact
      className="h-full"
      theme={{ name: 'tributary', className: 'dockview-theme-tributary' }}
      components={COMPONENTS}
      defaultTabComponent={PaneTab}
      rightHeaderActionsComponent={Maximise}
      onReady={ready}
    />
  );
}

/** A remembered layout may lack this many panes added since; if it lacks more, the default layout is used. */
const NEW_PANES = 2;

/** Restores the remembered layout. False if there is none, it is unreadable, or it lacks too many panes. */
function restore(api: DockviewApi, panes: unknown): boolean {
  if (typeof panes !== 'object' || panes === null) return false;
  try {
    api.fromJSON(panes as ReturnType<DockviewApi['toJSON']>);
  } catch {
    // The layout was written by another version; use the default one.
    api.clear();
    return false;
  }
  const missing = PANES.filter((pane) => !api.getPanel(pane));
  const beside = api.getPanel('inspector');
  if (missing.length === 0) return true;
  if (missing.length > NEW_PANES || !beside) {
    api.clear();
    return false;
  }
  for (const pane of missing) {
    api.addPanel({
      id: pane,
      component: pane,
      title: PANE_TITLES[pane],
      inactive: true,
      position: { referencePanel: beside, direction: 'within' },
    });
  }
  return true;
}

function arrangeAnew(api: DockviewApi): void {
  const add = (pane: PaneId, position?: Parameters<DockviewApi['addPanel']>[0]['position']) =>
    api.addPanel({
      id: pane,
      component: pane,
      title: PANE_TITLES[pane],
      ...(position ? { position } : {}),
    });
  add('graph');
  const terminals = add('terminals', { referencePanel: 'graph', direction: 'right' });
  const inspector = add('inspector', { direction: 'below' });
  for (const pane of ['inbox', 'sync', 'worktrees', 'journal', 'problems'] as const) {
    add(pane, { referencePanel: 'inspector', direction: 'within' });
  }
  inspector.api.setActive();
  inspector.group.api.setSize({ height: Math.round(api.height * DRAWER_SHARE) });
  terminals.group.api.setSize({ width: Math.round(api.width * TERMINALS_SHARE) });
  api.getPanel('graph')?.api.setActive();
}
