import { type Marks, SCREEN_BACKLOG, TOO_FAR_BEHIND } from '../../shared/wire/flow-control.ts';
import { OP, type Op } from '../../shared/wire/frames.ts';
import { encodeSize, type Size, SNAPSHOT_PART } from '../../shared/wire/payloads.ts';
import { Batch } from './batch.ts';
import type { Pace } from './pace.ts';
import type { Pty } from './pty-port.ts';
import type { Screens } from './screens.ts';
import type { Unseen } from './unseen.ts';
import type { Viewer } from './viewer.ts';

/** Milliseconds of the shortest pause: many short ones would cost more than they save. */
const REST = 100;
/** Milliseconds after which viewers that acknowledge nothing no longer slow the program. */
const FROZEN = 5000;

interface StreamSource {
  readonly id: number;
  /** Null once the program has exited. */
  readonly pty: () => Pty | null;
  readonly screens: Screens;
  readonly pace: Pace;
  readonly unseen: Unseen;
}

/**
 * The bytes of one session on their way from the PTY to its screen and viewers. Nothing is dropped: when neither the
 * screen nor any viewer keeps up, the PTY is not read and the program blocks.
 */
export class Stream {
  readonly #viewers = new Set<Viewer>();
  readonly #batch = new Batch((bytes) => this.#flush(bytes));
  #paused = false;
  #workerBehind = false;
  #resting: NodeJS.Timeout | null = null;
  #thaw: NodeJS.Timeout | null = null;
  #ended: Uint8Array | null = null;

  readonly #source: StreamSource;
  constructor(source: StreamSource) {
    this.#source = source;
  }

  push(chunk: Uint8Array): void {
    this.#batch.push(chunk);
  }

  /** Call when the screen has parsed more. */
  parsed(): void {
    this.#reconsider();
  }

  /** Call when the screen's bell rang. */
  rang(): void {
    if (!this.#watched) this.#source.unseen.add('bell');
  }

  /** `exit` is the payload of the exit frame, which follows the last output. */
  end(exit: Uint8Array): void {
    this.#batch.drain();
    this.#ended = exit;
    this.#inOrder(OP.exit, exit);
  }

  /** All output after this call is for the new size, on the screen and in every viewer. */
  resize(size: Size): void {
    this.#batch.drain();
    this.#source.screens.resize(this.#source.id, size);
    this.#inOrder(OP.resized, encodeSize(size));
  }

  add(viewer: Viewer): void {
    this.#viewers.add(viewer);
  }

  remove(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    viewer.leave('hidden');
    this.#reconsider();
  }

  credit(viewer: Viewer, credit: Marks): void {
    const visible = viewer.setCredit(credit.high, credit.low);
    if (visible && !viewer.showing) this.#join(viewer);
    this.#reconsider();
  }

  acknowledge(viewer: Viewer, bytes: number): void {
    if (viewer.acknowledge(bytes)) this.#join(viewer);
    this.#reconsider();
  }

  dispose(): void {
    if (this.#thaw) clearTimeout(this.#thaw);
    if (this.#resting) clearTimeout(this.#resting);
    this.#batch.drain();
    for (const viewer of this.#viewers) viewer.leave('hidden');
    this.#viewers.clear();
  }

  /** Whether a viewer displays it, or will once it has caught up. */
  get #watched(): boolean {
    return [...this.#viewers].some((viewer) => viewer.state !== 'hidden');
  }

  /** Sends the snapshot first, then all later output. Output still in the batch is part of the snapshot. */
  #join(viewer: Viewer): void {
    this.#wake();
    this.#batch.drain();
    this.#source.unseen.settle();
    const join = viewer.beginJoin();
    this.#source.screens.snapshot(this.#source.id, (part) => {
      if (viewer.joins !== join || viewer.state !== 'joining') return;
      viewer.snapshot(part);
      if (part.part !== SNAPSHOT_PART.modes) return;
      viewer.goLive();
      if (this.#ended && viewer.joins === join) viewer.inOrder(OP.exit, this.#ended);
      this.#reconsider();
    });
  }

  #flush(bytes: Uint8Array<ArrayBuffer>): void {
    if (!this.#watched) this.#source.unseen.add('output');
    for (const viewer of this.#viewers) viewer.output(bytes);
    // The screens take over the buffer, after which its length is 0.
    const { length } = bytes;
    this.#source.screens.write(this.#source.id, bytes);
    this.#rest(length);
    this.#reconsider();
  }

  #rest(bytes: number): void {
    if (this.#resting || [...this.#viewers].some((viewer) => viewer.showing)) return;
    const wait = this.#source.pace.take(bytes);
    if (wait < REST) return;
    this.#resting = setTimeout(() => this.#wake(), wait);
  }

  #wake(): void {
    if (this.#resting) clearTimeout(this.#resting);
    this.#resting = null;
    this.#reconsider();
  }

  #inOrder(op: Op, payload: Uint8Array): void {
    for (const viewer of this.#viewers) {
      // A joining viewer receives the exit after its snapshot.
      if (op === OP.exit && viewer.state === 'joining') continue;
      viewer.inOrder(op, payload);
    }
  }

  /** Decides whether to read the PTY. */
  #reconsider(): void {
    const backlog = this.#source.screens.backlog(this.#source.id);
    const showing = [...this.#viewers].filter((viewer) => viewer.showing);
    const held = showing.length > 0 && showing.every((viewer) => viewer.blocked);
    const watched = showing.some((viewer) => viewer.state === 'live' && !viewer.blocked);
    const { high, low } = watched ? SCREEN_BACKLOG.watched : SCREEN_BACKLOG.unwatched;
    if (backlog >= high) this.#workerBehind = true;
    else if (backlog <= low) this.#workerBehind = false;
    if (!held) {
      for (const viewer of showing) {
        const behind = viewer.state === 'live' && viewer.pendingBytes > TOO_FAR_BEHIND;
        if (behind) viewer.leave('stale');
      }
    }
    this.#watchFrozen(held);
    this.#setPaused(held || this.#workerBehind || this.#resting !== null);
  }

  #setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.#source.pty()?.pause();
    else this.#source.pty()?.resume();
  }

  #watchFrozen(held: boolean): void {
    if (!held && this.#thaw) {
      clearTimeout(this.#thaw);
      this.#thaw = null;
    } else if (held && !this.#thaw) {
      this.#thaw = setTimeout(() => {
        this.#thaw = null;
        const limit = Date.now() - FROZEN;
        for (const viewer of this.#viewers) {
          if (viewer.showing && viewer.blocked && viewer.lastHeard <= limit) viewer.leave('stale');
        }
        this.#reconsider();
      }, FROZEN);
    }
  }
}
