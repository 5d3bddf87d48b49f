import { showPane } from '../../page/panes.ts';
import { reveal } from '../../page/reveal.ts';

/** Rows with an agent's request. */
const NEEDS = '[data-row][data-needs]';
const ANY = '[data-row]';

/** Shows the inbox and focuses one of its items, or the pane if the item no longer exists. */
export function goToItem(id: string): void {
  inInbox((pane) => {
    const rows = [...pane.querySelectorAll<HTMLElement>(ANY)];
    enter(rows.find(({ dataset }) => dataset['item'] === id) ?? rows[0] ?? pane);
  });
}

/** Focuses the next row with a request, wrapping around; without requests, the next row of any kind. */
export function goToNextWaiting(): void {
  inInbox((pane) => {
    const needing = [...pane.querySelectorAll<HTMLElement>(NEEDS)];
    const rows = needing.length > 0 ? needing : [...pane.querySelectorAll<HTMLElement>(ANY)];
    const here = rows.findIndex((row) => row.closest('li')?.contains(document.activeElement));
    enter(rows[(here + 1) % rows.length] ?? pane);
  });
}

function enter(row: HTMLElement): void {
  row.focus();
  reveal(row);
}

function inInbox(look: (pane: HTMLElement) => void): void {
  showPane('inbox');
  // The content of a hidden pane is rendered only with the next frame.
  requestAnimationFrame(() => {
    const pane = document.querySelector<HTMLElement>('[data-pane="inbox"]');
    if (pane) look(pane);
  });
}
