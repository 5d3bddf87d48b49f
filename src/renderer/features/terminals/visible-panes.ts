import type { Standing } from '../../../shared/contract/layout.ts';
import type { Arrangement } from './arrangement.ts';

export interface VisiblePanes<Entry> {
  /** Terminals in the common arrangement, visible or not. */
  readonly docked: readonly Entry[];
  /** The visible ones of `docked`, in order. */
  readonly shown: readonly Entry[];
  readonly floating: readonly Entry[];
  readonly maximised: Entry | null;
  readonly split: Standing['split'];
}

/** Computes which terminals are shown and where; `keyOf` gives an entry's feature/agent. */
export function visiblePanes<Entry>(
  entries: readonly Entry[],
  options: {
    readonly standing: Standing;
    readonly arrangement: Arrangement;
    readonly current: Entry | null;
    keyOf(entry: Entry): string;
  },
): VisiblePanes<Entry> {
  const { standing, arrangement, current, keyOf } = options;
  const floats = (entry: Entry) => keyOf(entry) in standing.floating;
  const floating = entries.filter(floats);
  const docked = entries.filter((entry) => !floats(entry));
  const around = { docked, floating };
  const maximised = docked.find((entry) => keyOf(entry) === standing.maximised) ?? null;
  if (maximised) return { ...around, shown: [maximised], maximised, split: null };
  const plain = { ...around, maximised: null, split: null };
  if (arrangement === 'tiles') return { ...plain, shown: docked };
  const front = docked.find((entry) => entry === current) ?? docked[0] ?? null;
  if (!front) return { ...plain, shown: [] };
  const beside = (standing.split?.panes ?? []).flatMap(
    (pane) => docked.find((entry) => keyOf(entry) === pane) ?? [],
  );
  // Do not show the split if it has lost panes, or if a terminal outside it was brought to the front.
  if (beside.length < 2 || !beside.includes(front)) return { ...plain, shown: [front] };
  return { ...plain, shown: beside, split: standing.split };
}
