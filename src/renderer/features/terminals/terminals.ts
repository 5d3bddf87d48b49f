import { CREDIT, PIECE } from '../../../shared/wire/flow-control.ts';
import { type Frame, OP } from '../../../shared/wire/frames.ts';
import { decodeJson } from '../../../shared/wire/json-payload.ts';
import {
  decodeExit,
  decodeSize,
  decodeSnapshot,
  encodeAck,
  encodeAttach,
  encodeCredit,
  encodeSize,
  SNAPSHOT_PART,
} from '../../../shared/wire/payloads.ts';
import type { Link } from '../../link/index.ts';
import { looked, mark } from '../../page/attention.ts';
import { sound } from '../../page/sounds.ts';
import { useTheme } from '../../page/theme.ts';
import { PacedOutput, pageClock } from './paced-output.ts';
import { TerminalScreen } from './terminal-screen.ts';
import { openTerminalWire, type TerminalWire } from './terminal-wire.ts';

interface Shown {
  readonly screen: TerminalScreen;
  /** Whether the host has this page as a viewer of the session. */
  attached: boolean;
}

/**
 * All terminals of the page. They live outside React, so that they keep their text when panes unmount; only visible
 * ones receive output.
 */
export class Terminals {
  readonly #shown = new Map<number, Shown>();
  readonly #paced = new PacedOutput(pageClock);
  readonly #wire: TerminalWire;
  #focused: number | null = null;

  constructor(link: Link) {
    this.#wire = openTerminalWire(link, {
      onOpen: () => this.#attachAgain(),
      onLost: () => this.#lost(),
      onFrame: (frame) => this.#onFrame(frame),
    });
    document.addEventListener('visibilitychange', () => {
      for (const session of this.#shown.keys()) this.#credit(session);
    });
  }

  /** The terminal of a session, created on first use. */
  of(session: number): TerminalScreen {
    const known = this.#shown.get(session);
    if (known) return known.screen;
    const screen = new TerminalScreen({
      onInput: (bytes) => {
        this.#paced.keyPressed(session);
        for (let at = 0; at < bytes.length; at += PIECE) {
          this.#wire.send(OP.input, session, bytes.subarray(at, at + PIECE));
        }
      },
      onSize: (size) => {
        const entry = this.#shown.get(session);
        if (entry?.attached) this.#wire.send(OP.resize, session, encodeSize(size));
        else this.#credit(session);
      },
      onVisible: () => this.#credit(session),
      onFocus: (focused) => this.#onFocus(session, focused),
      onBell: () => this.#onBell(session),
    });
    this.#shown.set(session, { screen, attached: false });
    this.#paced.add(session, {
      write: (bytes, parsed) => screen.write(bytes, parsed),
      acknowledge: (bytes) => this.#wire.send(OP.ack, session, encodeAck(bytes)),
    });
    return screen;
  }

  /** Disposes the terminals of all other sessions. */
  keepOnly(sessions: readonly number[]): void {
    for (const [session, { screen }] of this.#shown) {
      if (sessions.includes(session)) continue;
      this.#wire.send(OP.detach, session, new Uint8Array());
      this.#shown.delete(session);
      this.#paced.remove(session);
      if (this.#focused === session) this.#onFocus(session, false);
      screen.dispose();
    }
  }

  #onFocus(session: number, focused: boolean): void {
    const before = this.#focused;
    if (focused) this.#focused = session;
    else if (this.#focused === session) this.#focused = null;
    if (before === this.#focused) return;
    this.#paced.focus(this.#focused);
    if (this.#focused !== null) looked([this.#focused], ['news', 'bell']);
    for (const changed of [before, this.#focused]) if (changed !== null) this.#credit(changed);
  }

  #onBell(session: number): void {
    if (this.#focused !== session || !document.hasFocus()) mark(session, 'bell');
    if (useTheme.getState().preferences.bellSound) sound('bell');
  }

  /** Tells the host how many bytes may be in flight; this also attaches a terminal that has become visible. */
  #credit(session: number): void {
    const entry = this.#shown.get(session);
    if (!entry) return;
    const visible = entry.screen.visible && document.visibilityState === 'visible';
    const credit = visible ? this.#creditOf(session) : CREDIT.hidden;
    if (entry.attached) {
      this.#wire.send(OP.credit, session, encodeCredit(credit));
    } else if (visible && entry.screen.fitted) {
      entry.attached = true;
      this.#wire.send(OP.attach, session, encodeAttach(entry.screen.fitted, credit.high));
      this.#wire.send(OP.credit, session, encodeCredit(credit));
    }
  }

  #creditOf(session: number) {
    return session === this.#focused ? CREDIT.focused : CREDIT.visible;
  }

  #attachAgain(): void {
    for (const [session, entry] of this.#shown) {
      entry.attached = false;
      this.#credit(session);
    }
  }

  #lost(): void {
    for (const [session, entry] of this.#shown) {
      entry.attached = false;
      this.#paced.clear(session);
    }
  }

  #onFrame(frame: Frame): void {
    const entry = this.#shown.get(frame.session);
    if (!entry) return;
    switch (frame.op) {
      case OP.output:
        this.#paced.push(frame.session, { bytes: frame.payload });
        return;
      case OP.snapshot: {
        const part = decodeSnapshot(frame.payload);
        if (!part) return;
        if (part.part === SNAPSHOT_PART.screen) this.#paced.clear(frame.session);
        entry.screen.showSnapshot(part);
        return;
      }
      case OP.resized: {
        const size = decodeSize(frame.payload);
        if (!size) return;
        this.#paced.push(frame.session, { apply: () => entry.screen.resize(size) });
        return;
      }
      case OP.exit:
        if (decodeExit(frame.payload)) entry.screen.setProblem(null);
        return;
      case OP.refused:
        entry.attached = false;
        entry.screen.setProblem(refusalOf(frame.payload));
        return;
    }
  }
}

function refusalOf(payload: Uint8Array): string {
  const value = decodeJson(payload);
  const known = typeof value === 'object' && value !== null && 'message' in value;
  return known && typeof value.message === 'string'
    ? value.message
    : 'The session host refused the terminal.';
}

const ofLinks = new WeakMap<Link, Terminals>();

/** The terminals of a link, created once and kept for the life of the page. */
export function terminalsOf(link: Link): Terminals {
  const known = ofLinks.get(link);
  if (known) return known;
  const made = new Terminals(link);
  ofLinks.set(link, made);
  return made;
}
