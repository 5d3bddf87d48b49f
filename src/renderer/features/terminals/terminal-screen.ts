import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import { type Size, SNAPSHOT_PART, type SnapshotPart } from '../../../shared/wire/payloads.ts';
import { useTheme } from '../../page/theme.ts';
import { leaveToHost } from './answered-by-host.ts';
import { textOf } from './export-text.ts';
import { isForPage } from './keys.ts';
import { type LinkEvents, linkHandler, linksAddon, offerCopy } from './links.ts';
import { pasteable, takePastes } from './paste.ts';
import { terminalTheme } from './terminal-theme.ts';
import { drawnByWebgl, webglPool } from './webgl.ts';
import type { Drawn } from './webgl-pool.ts';

/** Milliseconds that a size must rest before the program hears of it: at most ten changes a second. */
const SIZE_RESTS = 100;
/** Programs that were once shown narrower than this have garbled their own text for good. */
const MIN_COLUMNS = 20;
const MIN_ROWS = 5;

interface ScreenEvents {
  onInput(bytes: Uint8Array): void;
  /** The size that fits the pane, whenever it has changed. */
  onSize(size: Size): void;
  onVisible(): void;
  onFocus(focused: boolean): void;
  onBell(): void;
}

const encoder = new TextEncoder();

/** One xterm.js terminal with its element, which is moved from pane to pane and never made again. */
export class TerminalScreen {
  readonly element = document.createElement('div');
  readonly search = new SearchAddon();
  visible = false;
  fitted: Size | null = null;
  readonly #terminal: Terminal;
  readonly #drawn: Drawn;
  readonly #fit = new FitAddon();
  readonly #watching = new ResizeObserver(() => this.#onResized());
  readonly #listeners = new Set<() => void>();
  readonly #unfollow: () => void;
  #resting: ReturnType<typeof setTimeout> | null = null;
  #problem: string | null = null;
  /** The size of the program's terminal, whoever asked for it. */
  #held: Size | null = null;
  /** This pane has asked for its size, and what came since was for the one before. */
  #asking = false;
  #opened = false;
  #disposed = false;
  /** The mouse was last pressed while the focus was here already: a click into a terminal only enters it. */
  #pressedInside = false;
  /** Asked for while it could not be seen. */
  #wantsFocus = false;
  #pointed: string | null = null;
  readonly #links: LinkEvents = {
    meant: () => this.#pressedInside,
    pointed: (address) => {
      this.#pointed = address;
    },
  };

  readonly #events: ScreenEvents;
  constructor(events: ScreenEvents) {
    this.#events = events;
    this.element.className = 'terminal-screen h-full w-full';
    this.#terminal = new Terminal({
      allowProposedApi: true,
      scrollback: useTheme.getState().preferences.terminalScrollback,
      fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
      fontSize: useTheme.getState().preferences.terminalFontSize,
      lineHeight: 1.15,
      minimumContrastRatio: 4.5,
      macOptionIsMeta: true,
      macOptionClickForcesSelection: true,
      theme: terminalTheme(),
      linkHandler: linkHandler(this.#links),
    });
    this.#drawn = drawnByWebgl(this.#terminal);
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(this.search);
    this.#terminal.loadAddon(new Unicode11Addon());
    this.#terminal.loadAddon(linksAddon(this.#links));
    this.#terminal.unicode.activeVersion = '11';
    leaveToHost(this.#terminal);
    offerCopy(this.#terminal);
    this.#terminal.attachCustomKeyEventHandler((event) => !isForPage(event, this.#terminal));
    this.#terminal.onData((text) => events.onInput(encoder.encode(text)));
    this.#terminal.onBinary((text) =>
      events.onInput(Uint8Array.from(text, (character) => character.charCodeAt(0))),
    );
    this.#terminal.onBell(() => events.onBell());
    this.#unfollow = useTheme.subscribe((now) => {
      this.#terminal.options.theme = terminalTheme();
      this.#terminal.options.fontSize = now.preferences.terminalFontSize;
      this.#terminal.options.scrollback = now.preferences.terminalScrollback;
      this.#chooseRenderer();
      this.#onResized();
    });
  }

  /** Moves the terminal into a pane. Returns the way to take it out, with all its text. */
  mount(pane: HTMLElement): () => void {
    pane.append(this.element);
    this.#watching.observe(this.element);
    if (!this.#opened) this.#open();
    return () => {
      this.#watching.unobserve(this.element);
      if (this.element.parentElement === pane) this.element.remove();
      this.#setVisible(false);
    };
  }

  write(bytes: Uint8Array, parsed: () => void): void {
    // A terminal that is gone parses nothing, and what was on its way must not stay owed.
    if (this.#disposed) parsed();
    else this.#terminal.write(bytes, parsed);
  }

  /** Takes effect after all that was written before. */
  resize(size: Size): void {
    this.#terminal.write('', () => {
      this.#terminal.resize(size.columns, size.rows);
      this.#held = size;
      // An answer to an earlier wish may come while the last one is on its way.
      if (sameSize(size, this.fitted)) this.#asking = false;
      this.#tell();
    });
  }

  showSnapshot(part: SnapshotPart): void {
    if (part.part === SNAPSHOT_PART.screen) {
      this.setProblem(null);
      this.resize(part);
    }
    this.#terminal.write(part.bytes);
  }

  /** Takes the focus, once it can be seen. */
  focus(): void {
    this.#wantsFocus = !this.visible;
    if (this.visible) this.#terminal.focus();
  }

  /** What takes the keys; null until it was first shown. */
  get input(): HTMLElement | null {
    return this.#terminal.textarea ?? null;
  }

  /** The marked text; empty for none. */
  selection(): string {
    return this.#terminal.getSelection();
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  /** As if it had been pasted with the keys. */
  paste(text: string): void {
    this.#terminal.paste(pasteable(text));
  }

  /** Where the link under the mouse leads; null where there is none. */
  pointedLink(): string | null {
    return this.#pointed;
  }

  /** Screen and scrollback in words. */
  text(): string {
    return textOf(this.#terminal.buffer.active);
  }

  /** Empties screen and scrollback of this page but for the line of the cursor. */
  clear(): void {
    this.#terminal.clear();
  }

  /** Why nothing is shown; null while all is well. */
  setProblem(problem: string | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly currentProblem = (): string | null => this.#problem;

  /** The size that another viewer gave it; null while it has this pane's, or soon will. */
  readonly otherSize = (): Size | null => {
    const { fitted } = this;
    const held = this.#held;
    const asking = this.#asking;
    if (!held || !fitted || asking) return null;
    return sameSize(held, fitted) ? null : held;
  };

  /** Asks for the size of this pane again, after another viewer has changed it. */
  takeSize(): void {
    if (this.fitted) this.#ask(this.fitted);
    this.focus();
  }

  dispose(): void {
    this.#disposed = true;
    webglPool.unwant(this.#drawn);
    if (this.#resting) clearTimeout(this.#resting);
    this.#unfollow();
    this.#watching.disconnect();
    this.#terminal.dispose();
    this.element.remove();
  }

  #open(): void {
    this.#opened = true;
    this.#terminal.open(this.element);
    takePastes(this.#terminal, this.element);
    const { textarea } = this.#terminal;
    const pressed = () => {
      this.#pressedInside = document.activeElement === textarea;
    };
    this.element.addEventListener('pointerdown', pressed, { capture: true });
    textarea?.addEventListener('focus', () => this.#events.onFocus(true));
    textarea?.addEventListener('blur', () => {
      // A key that led elsewhere is let go there: xterm.js would wait for it, and drop what an input method writes.
      textarea.dispatchEvent(new KeyboardEvent('keyup', { key: 'Shift', keyCode: 16 }));
      this.#events.onFocus(false);
    });
    // Cells are measured in the font: before it has come, they would be those of another.
    document.fonts
      .load(`${this.#terminal.options.fontSize}px "JetBrains Mono Variable"`)
      .then(() => {
        if (this.#disposed) return;
        this.#terminal.options.fontFamily = '"JetBrains Mono Variable", monospace';
        this.#onResized();
      });
  }

  #onResized(): void {
    const { width, height } = this.element.getBoundingClientRect();
    this.#setVisible(width > 0 && height > 0 && this.element.isConnected);
    if (!this.visible) return;
    if (!this.fitted) this.#settle();
    else this.#resting ??= setTimeout(() => this.#settle(), SIZE_RESTS);
  }

  #settle(): void {
    this.#resting = null;
    const proposed = this.#disposed ? undefined : this.#fit.proposeDimensions();
    if (!proposed || Number.isNaN(proposed.cols) || Number.isNaN(proposed.rows)) return;
    const size = {
      columns: Math.max(MIN_COLUMNS, proposed.cols),
      rows: Math.max(MIN_ROWS, proposed.rows),
    };
    if (sameSize(size, this.fitted)) return;
    this.fitted = size;
    this.#ask(size);
  }

  #ask(size: Size): void {
    // What it has already is not told again.
    this.#asking = !sameSize(size, this.#held);
    this.#tell();
    this.#events.onSize(size);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    this.#chooseRenderer();
    this.#events.onVisible();
    if (visible && this.#wantsFocus) this.focus();
  }

  /** Only what can be seen takes one of the few contexts, and only where that was chosen. */
  #chooseRenderer(): void {
    const chosen = useTheme.getState().preferences.terminalRenderer === 'webgl';
    if (chosen && this.visible && this.#opened) webglPool.want(this.#drawn);
    else webglPool.unwant(this.#drawn);
  }
}

function sameSize(one: Size, other: Size | null): boolean {
  return one.columns === other?.columns && one.rows === other.rows;
}
