import type { Page } from '@playwright/test';

/** One change that a person could see. */
export interface Seen {
  /** Milliseconds since the recording began. */
  readonly at: number;
  /** `node <title>`, or the accessible name of a part of the window. */
  readonly what: string;
  readonly words: string;
}

/** Records every change of the graph's nodes and of the words in some parts of the window, as it is drawn. */
export async function recordSeen(page: Page, regions: readonly string[]): Promise<void> {
  await page.evaluate((names) => {
    const seen: Seen[] = [];
    const last = new Map<string, string>();
    const note = (what: string, words: string) => {
      if (last.get(what) === words) return;
      last.set(what, words);
      seen.push({ at: Math.round(performance.now() - begun), what, words });
    };
    const look = () => {
      for (const element of document.querySelectorAll('.react-flow__node[aria-label]')) {
        const [title = '', , state = ''] = (element.getAttribute('aria-label') ?? '').split(', ');
        note(`node ${title}`, state);
      }
      const main = document.querySelector('main');
      note('top of the page', String(main?.getBoundingClientRect().top));
      for (const name of names) {
        const region = document.querySelector<HTMLElement>(`[aria-label="${name}"]`);
        note(name, region?.textContent?.trim() ?? '');
      }
    };
    const begun = performance.now();
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-label'],
    });
    Object.assign(window, { seenChanges: seen });
  }, regions);
}

/** Everything that was recorded so far, in order. */
export async function allSeen(page: Page): Promise<readonly Seen[]> {
  return page.evaluate(() => (window as unknown as { seenChanges: Seen[] }).seenChanges);
}
