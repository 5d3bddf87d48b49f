import { create } from 'zustand';
import type { Layout } from '../../shared/contract/layout.ts';
import type { Api } from '../link/index.ts';

/** Milliseconds before saving: long enough to combine the events of one drag. */
const SAVE_AFTER_MS = 200;

/** Layout of a project on this machine: panes, chosen plan. Null until loaded. */
interface LayoutState {
  readonly layout: Layout | null;
  readonly save: ((layout: Layout) => void) | null;
}

export const useLayout = create<LayoutState>(() => ({ layout: null, save: null }));

const EMPTY: Layout = { plan: null, panes: null };

/** Loads the layout of a project; an unreadable layout is replaced by the default. */
export async function loadLayout(api: Api, project: string): Promise<void> {
  const layout = await api.layout.load({ project }).catch(() => EMPTY);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsaved: Layout | null = null;
  const saveNow = () => {
    clearTimeout(timer);
    if (!unsaved) return;
    // Ignore a failure: losing the size of a pane is not worth a message.
    api.layout.save({ project, layout: unsaved }).catch(() => undefined);
    unsaved = null;
  };
  const save = (next: Layout) => {
    unsaved = next;
    clearTimeout(timer);
    timer = setTimeout(saveNow, SAVE_AFTER_MS);
  };
  // Save now: timers do not run once the page is closed or reloaded.
  window.addEventListener('beforeunload', saveNow);
  useLayout.setState({ layout, save });
}

export function changeLayout(change: (layout: Layout) => Layout): void {
  const { layout, save } = useLayout.getState();
  if (!layout || !save) return;
  const next = change(layout);
  useLayout.setState({ layout: next });
  save(next);
}
