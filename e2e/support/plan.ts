import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parse } from 'yaml';
import { defaultTitle } from '../../src/shared/names.ts';
import { expect } from './expect.ts';
import { node } from './test.ts';
import type { Workspace } from './workspace.ts';

/** Full-stack, as written by a person: with comments, a short form and a key of no known meaning. */
const PLAN = `# The shop plan, kept by hand.
version: 1
feature: shop
base: main # the trunk
agents:
  # Looks first.
  designer:
    role: designer
    prompt: /designer the card # in words
    scope: ["design/**"]
    runs: shell
  data: { role: data, scope: ["db/**"], runs: shell }
  backend:
    role: backend
    after: [phase-1] # needs the tables
    scope: ["server/**"]
    runs: shell
  frontend: { role: frontend, after: [phase-1], scope: ["web/**"], runs: shell }
  qa: { role: qa, after: [phase-2], scope: ["test/**"], runs: shell }
syncs:
  phase-1: { merges: [designer, data] }
  phase-2: { merges: [backend, frontend] }
  phase-3: { merges: [qa] }
owner: somebody # unknown keys stay
`;

interface PlanFile {
  readonly agents: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly syncs: Readonly<Record<string, { readonly merges: readonly string[] }>>;
}

/** The plan of a repository that a test built, as text and as data. */
export class Plan {
  readonly path: string;

  private constructor(readonly repository: string) {
    this.path = join(repository, 'plans/shop.plan.yaml');
  }

  /** Builds the repository and shows its plan on the page. */
  static async open(page: Page, workspace: Workspace): Promise<Plan> {
    const plan = new Plan(
      await workspace.repository('shop', { 'plans/shop.plan.yaml': PLAN, 'shared.txt': 'one\n' }),
    );
    const served = await workspace.serve(plan.repository, 'serve');
    await page.goto(served.url);
    await expect(node(page, 'Designer', 'not-started')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start phase' })).toBeVisible();
    return plan;
  }

  text(): Promise<string> {
    return readFile(this.path, 'utf8');
  }

  write(text: string): Promise<void> {
    return writeFile(this.path, text);
  }

  async read(): Promise<PlanFile> {
    return parse(await this.text());
  }

  /** Waits until the file says it. */
  async says(what: (plan: PlanFile) => unknown, expected: unknown): Promise<void> {
    await expect.poll(async () => what(await this.read()), { intervals: [10] }).toEqual(expected);
  }

  /** *Undo* brings back the text as it was, byte by byte, and *Redo* the edit again. */
  async undoAndRedo(page: Page, before: string): Promise<void> {
    const after = await this.text();
    expect(after).not.toBe(before);
    for (const [button, text] of [
      ['Undo', before],
      ['Redo', after],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect.poll(() => this.text(), { intervals: [10] }).toBe(text);
    }
  }
}

/** The card or gate with this key. */
export function card(page: Page, key: string): Locator {
  return page.locator(`.react-flow__node[data-id="${key}"]`);
}

/** A phase as a column of the graph. */
export function lane(page: Page, name: string): Locator {
  return page.getByRole('region', { name: new RegExp(`^Phase \\d+: ${defaultTitle(name)}$`) });
}

/** Where an edge starts (`source`) or ends (`target`) on a card or gate. */
export function handle(page: Page, key: string, side: 'source' | 'target'): Locator {
  return card(page, key).locator(`.react-flow__handle.${side}:not(.bare)`);
}

/** The edge from one node to another. */
export function edge(page: Page, from: string, to: string): Locator {
  return page.locator(`.react-flow__edge[data-id="${from}→${to}"]`);
}

/** Whether the middle of one element lies in the other. */
export async function isIn(one: Locator, other: Locator): Promise<boolean> {
  const { x, y } = await middle(one);
  const box = await other.boundingBox();
  if (!box) return false;
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of what is seen of an element. */
export async function middle(of: Locator): Promise<Point> {
  const box = await of.boundingBox();
  if (!box) throw new Error(`${of} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A place on the line of an edge that nothing lies over. */
export async function pointOnEdge(of: Locator): Promise<Point> {
  return of.evaluate((group) => {
    const path = group.querySelector<SVGPathElement>('path.react-flow__edge-path');
    const matrix = path?.getScreenCTM();
    if (!path || !matrix) throw new Error('not drawn');
    // From the middle outwards: near their ends lines crowd, and handles take the pointer.
    for (let away = 0; away < 0.45; away += 0.05) {
      for (const share of [0.5 - away, 0.5 + away]) {
        const { x, y } = path
          .getPointAtLength(path.getTotalLength() * share)
          .matrixTransform(matrix);
        if (group.contains(document.elementFromPoint(x, y))) return { x, y };
      }
    }
    throw new Error('covered all along');
  });
}

/** Presses, moves and lets go, with the small first moves that tell a drag from a click. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 2, from.y + 2);
  await page.mouse.move(from.x + 6, from.y + 6);
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}
