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

/** Milliseconds that a new size must be stable before it is sent to the program: at most ten changes a second. */
const SIZE_RESTS = 100;
/** Minimum columns: a program shown narrower than this wraps its text so badly that it stays garbled. */
const MIN_COLUMNS = 20;
const MIN_ROWS = 5;

interface ScreenEvents {
  onInput(bytes: Uint8Array): void;
  /** Called with the size that fits the pane whenever it changes. */
  onSize(size: Size): void;
  onVisible(): void;
  onFocus(focused: boolean): void;
  onBell(): void;
}

const encoder = new TextEncoder();

/** One xterm.js terminal with its element. It moves between panes and is never recreated. */
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
  /** The current size of the program's terminal, whichever viewer requested it. */
  #held: Size | null = null;
  /** This pane has requested its size; sizes that arrive until then answer earlier requests. */
  #asking = false;
  #opened = false;
  #disposed = false;
  /** Whether the terminal had the focus at the last mouse press. A click into an unfocused terminal only focuses it. */
  #pressedInside = false;
  /** Focus was requested while the terminal was not visible. */
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

  /** Moves the terminal into a pane. Returns a function that removes it again; its text is kept. */
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
    // A disposed terminal parses nothing, so acknowledge the bytes, or their credit would be lost.
    if (this.#disposed) parsed();
    else this.#terminal.write(bytes, parsed);
  }

  /** Resizes after all output written so far. */
  resize(size: Size): void {
    this.#terminal.write('', () => {
      this.#terminal.resize(size.columns, size.rows);
      this.#held = size;
      // The answer to an earlier request may arrive while the last request is still pending.
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

  /** Takes the focus now, or once the terminal is visible. */
  focus(): void {
    this.#wantsFocus = !this.visible;
    if (this.visible) this.#terminal.focus();
  }

  /** The element that receives keys; null until the terminal was first shown. */
  get input(): HTMLElement | null {
    return this.#terminal.textarea ?? null;
  }

  /** The selected text; empty if there is none. */
  selection(): string {
    return this.#terminal.getSelection();
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  /** Pastes text as if from the keyboard. */
  paste(text: string): void {
    this.#terminal.paste(pasteable(text));
  }

  /** The address of the link under the mouse; null if there is none. */
  pointedLink(): string | null {
    return this.#pointed;
  }

  /** The text of screen and scrollback. */
  text(): string {
    return textOf(this.#terminal.buffer.active);
  }

  /** Clears this page's screen and scrollback, except for the cursor's line. */
  clear(): void {
    this.#terminal.clear();
  }

  /** Sets the reason why nothing is shown; null when there is none. */
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

  /** The size that another viewer has set; null while the terminal has, or will soon have, the size of this pane. */
  readonly otherSize = (): Size | null => {
    const { fitted } = this;
    const held = this.#held;
    const asking = this.#asking;
    if (!held || !fitted || asking) return null;
    return sameSize(held, fitted) ? null : held;
  };

  /** Requests the size of this pane again after another viewer changed it. */
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
      // The key that moved the focus is released elsewhere. Without this event xterm.js would wait for the release and
      // drop text from an input method.
      textarea.dispatchEvent(new KeyboardEvent('keyup', { key: 'Shift', keyCode: 16 }));
      this.#events.onFocus(false);
    });
    // Set the font only once it is loaded: cells measured earlier would have the size of a fallback font.
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
    // A request for the size it already has gets no answer.
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

  /** Only visible terminals take one of the few WebGL contexts, and only when the preference asks for WebGL. */
  #chooseRenderer(): void {
    const chosen = useTheme.getState().preferences.terminalRenderer === 'webgl';
    if (chosen && this.visible && this.#opened) webglPool.want(this.#drawn);
    else webglPool.unwant(this.#drawn);
  }
}

function sameSize(one: Size, other: Size | null): boolean {
  return one.columns === other?.columns && one.rows === other.rows;
}
