import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';

/** A page with nothing but one terminal, made by the test, which is never hidden, resized by a pane, or reloaded. */

const require = createRequire(import.meta.url);
const packageFile = (name: string, file: string) =>
  join(dirname(require.resolve(`${name}/package.json`)), file);

export interface Reference {
  write(bytes: Buffer): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  cells(): Promise<readonly string[]>;
}

/** What the scripts of the packages, which are not modules, leave in the page. */
interface Shown {
  write(bytes: Uint8Array, done: () => void): void;
  resize(columns: number, rows: number): void;
}
declare global {
  var shown: Shown;
}

const FONT = 'JetBrains Mono Variable';

/** The app's font with its files in it, since a page without an address loads none. */
async function fontStyle(): Promise<string> {
  const css = await readFile(
    packageFile('@fontsource-variable/jetbrains-mono', 'index.css'),
    'utf8',
  );
  const names = [...new Set(css.match(/\.\/files\/[\w-]+\.woff2/g))];
  const files = await Promise.all(
    names.map(async (name) => {
      const path = packageFile('@fontsource-variable/jetbrains-mono', name);
      return [name, (await readFile(path)).toString('base64')] as const;
    }),
  );
  return files.reduce(
    (text, [name, encoded]) => text.replaceAll(name, `data:font/woff2;base64,${encoded}`),
    css,
  );
}

/**
 * Opens it with the colours and the font of the app's page: which cells are drawn in one piece depends on how wide their
 * characters are, and with it which of them are made to stand out from what is behind them.
 */
export async function openReference(context: BrowserContext, app: Page): Promise<Reference> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 2400, height: 1600 });
  await page.setContent('<div id="terminal"></div>');
  await page.addStyleTag({ path: packageFile('@xterm/xterm', 'css/xterm.css') });
  await page.addScriptTag({ path: packageFile('@xterm/xterm', 'lib/xterm.js') });
  await page.addScriptTag({
    path: packageFile('@xterm/addon-unicode11', 'lib/addon-unicode11.js'),
  });
  await page.addStyleTag({ content: await fontStyle() });
  const colours = await app.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    return {
      background: colour('--terminal-background'),
      foreground: colour('--terminal-foreground'),
      ansi: Array.from({ length: 16 }, (_, index) => colour(`--ansi-${index}`)),
    };
  });
  const text = await app
    .locator('.xterm-rows')
    .first()
    .evaluate((rows) => {
      const { fontFamily, fontSize } = getComputedStyle(rows);
      return { fontFamily, fontSize: Number.parseFloat(fontSize) };
    });
  await page.evaluate(([size, font]) => document.fonts.load(`${size}px "${font}"`), [
    text.fontSize,
    FONT,
  ] as const);
  await page.evaluate(`{
    const { ansi, ...ground } = ${JSON.stringify(colours)};
    const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
    const bright = names.map((name) => 'bright' + name[0].toUpperCase() + name.slice(1));
    const theme = Object.fromEntries([...names, ...bright].map((name, index) => [name, ansi[index]]));
    globalThis.shown = new Terminal({
      allowProposedApi: true,
      ...${JSON.stringify(text)},
      lineHeight: 1.15,
      scrollback: 5000,
      minimumContrastRatio: 4.5,
      theme: { ...ground, ...theme },
    });
    shown.loadAddon(new Unicode11Addon.Unicode11Addon());
    shown.unicode.activeVersion = '11';
    shown.open(document.getElementById('terminal'));
    // A terminal that never had the focus draws no cursor.
    shown.focus();
  }`);
  return {
    write: (bytes) =>
      page.evaluate(
        (encoded) =>
          new Promise<void>((done) => {
            const decoded = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
            globalThis.shown.write(decoded, done);
          }),
        bytes.toString('base64'),
      ),
    resize: (columns, rows) =>
      page.evaluate(([one, other]) => globalThis.shown.resize(one, other), [
        columns,
        rows,
      ] as const),
    cells: () => cellsOf(page, '#terminal'),
  };
}

/**
 * The cells that a terminal shows, one text for each row: every character with its colours and attributes as they are
 * drawn. Blanks at the end of a row count only where they have a colour.
 */
export function cellsOf(page: Page, within: string): Promise<readonly string[]> {
  return page.locator(`${within} .xterm-rows > div`).evaluateAll((rows) => {
    const styleOf = (span: HTMLElement) => {
      const classes = [...span.classList].filter((name) => !name.startsWith('xterm-cursor'));
      // How the cursor colours its cell depends on the focus.
      if (classes.length < span.classList.length) return '';
      const { color, backgroundColor, textDecoration } = span.style;
      return [...classes.sort(), color, backgroundColor, textDecoration].filter(Boolean).join(' ');
    };
    return rows.map((row) => {
      const cells = [...row.querySelectorAll('span')].flatMap((span) => {
        const style = styleOf(span);
        return [...(span.textContent ?? '')].map((one) => {
          const character = one === '\u00a0' ? ' ' : one;
          return style === '' ? character : `${character}{${style}}`;
        });
      });
      return cells.join('').trimEnd();
    });
  });
}
