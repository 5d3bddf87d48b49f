import { create } from 'zustand';
import type { Layout } from '../../shared/contract/layout.ts';
import type { Api } from '../link/index.ts';

/** Long enough to gather the events of one drag. */
const SAVE_AFTER_MS = 200;

/** How this machine shows a project: panes, chosen plan. Null until loaded. */
interface LayoutState {
  readonly layout: Layout | null;
  readonly save: ((layout: Layout) => void) | null;
}

export const useLayout = create<LayoutState>(() => ({ layout: null, save: null }));

const EMPTY: Layout = { plan: null, panes: null };

/** Loads the layout of a project; a layout that cannot be read is replaced by the default one. */
export async function loadLayout(api: Api, project: string): Promise<void> {
  const layout = await api.layout.load({ project }).catch(() => EMPTY);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsaved: Layout | null = null;
  const saveNow = () => {
    clearTimeout(timer);
    if (!unsaved) return;
    // Losing a pane's size is not worth a message.
    api.layout.save({ project, layout: unsaved }).catch(() => undefined);
    unsaved = null;
  };
  const save = (next: Layout) => {
    unsaved = next;
    clearTimeout(timer);
    timer = setTimeout(saveNow, SAVE_AFTER_MS);
  };
  // A closed or reloaded page does not wait for timers.
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
