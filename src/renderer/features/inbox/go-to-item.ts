import { showPane } from '../../page/panes.ts';
import { reveal } from '../../page/reveal.ts';

/** Rows that a request of an agent stands in. */
const NEEDS = '[data-row][data-needs]';
const ANY = '[data-row]';

/** Brings the inbox to the front and the focus to one of its items; to the pane when the item is gone. */
export function goToItem(id: string): void {
  inInbox((pane) => {
    const rows = [...pane.querySelectorAll<HTMLElement>(ANY)];
    enter(rows.find(({ dataset }) => dataset['item'] === id) ?? rows[0] ?? pane);
  });
}

/** The focus goes to the next agent that needs somebody, around the end; without one, to what else waits. */
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
  // A pane that was hidden has its content with the next frame.
  requestAnimationFrame(() => {
    const pane = document.querySelector<HTMLElement>('[data-pane="inbox"]');
    if (pane) look(pane);
  });
}
