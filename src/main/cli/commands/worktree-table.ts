import type { TrashView, WorktreeView } from '../../../shared/contract/worktrees.ts';

/** The worktrees as an aligned table, with each leftover reason and note on a line below. */
export function worktreeLines(views: readonly WorktreeView[], now = Date.now()): string[] {
  if (views.length === 0) return ['There are no worktrees beside the main checkout.'];
  const rows = views.map((view) => [
    view.path,
    ownerOf(view),
    view.state,
    view.branch ?? 'detached',
    sizeWords(view.bytes),
    view.touched === null ? '?' : ageWords(now - view.touched),
    `${view.unmerged ?? '?'} unmerged`,
    view.dirty === null ? 'unknown' : view.dirty ? 'uncommitted work' : 'clean',
  ]);
  const lines = table([HEAD, ...rows]);
  const [first = '', ...others] = lines;
  return [
    first,
    ...others.flatMap((line, index) => {
      const { leftover = null, notes = [] } = views[index] ?? {};
      const more = leftover === null ? notes : [`leftover: ${leftover}`, ...notes];
      return [line, ...more.map((text) => `  ${text}`)];
    }),
  ];
}

const HEAD = ['worktree', 'owner', 'state', 'branch', 'size', 'age', 'commits', 'files'];

/** The removed worktrees that can be restored, and until when. */
export function trashLines(views: readonly TrashView[], now = Date.now()): string[] {
  if (views.length === 0) return [];
  const rows = views.map((view) => [
    view.id,
    view.path,
    sizeWords(view.bytes),
    ageWords(now - view.at),
    `gone in ${ageWords(Math.max(0, view.expires - now))}`,
  ]);
  return ['', 'In the trash ("worktrees restore <id>" brings one back):', ...table(rows)];
}

function ownerOf(view: WorktreeView): string {
  return view.agent === null ? view.owner : `${view.owner} ${view.agent} of ${view.feature}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function sizeWords(bytes: number | null): string {
  if (bytes === null) return '?';
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function ageWords(ms: number): string {
  if (ms < HOUR) return `${Math.max(0, Math.round(ms / MINUTE))} min`;
  return ms < 2 * DAY ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / DAY)} days`;
}
