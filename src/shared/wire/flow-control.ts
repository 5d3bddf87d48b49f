/**
 * How many bytes of a terminal's output may wait at each stage between its program and the page. The numbers keep a flood
 * from filling memory and from holding up keys; nothing is dropped: a stage stops reading at its high-water
 * mark and resumes at its low-water mark; in the end the program blocks.
 *
 * A PTY is read in pieces of at most `PIECE`; small ones are joined up to `PIECE`. Each piece goes two ways. The screen
 * thread parses it in turns (`PARSED_IN_TURN`); while as much as `SCREEN_BACKLOG` waits for that, the PTY is not read.
 * Each viewer is sent as much as it has `CREDIT` for, and gives credit back when xterm has parsed; what is beyond its
 * credit waits in the host. While all viewers are out of credit, the PTY is not read. A viewer that is `TOO_FAR_BEHIND`
 * another one gets a new snapshot. On the way, the app stops reading the host at `RELAY_QUEUE`; credit bounds what then
 * queues in the host's socket. In the page, panes without the focus take turns (`PANE_TURN`). Output that nobody looks at
 * needs no credit; `UNSEEN_PACE` limits how fast it is read.
 */

const KB = 1024;
const MB = 1024 * KB;

/** The most in one read of a PTY, one frame of output, or one frame of input: a paste of megabytes is many frames. */
export const PIECE = 64 * KB;

/** From this size on, a piece is worth memory of its own that is handed on or used again; smaller ones are copied. */
export const LARGE_PIECE = 16 * KB;

/** The largest frame taken from a stream: a snapshot of the longest scrollback stays far below. */
export const MAX_FRAME = 32 * MB;

/** Unparsed bytes at which a sender stops, and at which it goes on. */
export interface Marks {
  readonly high: number;
  readonly low: number;
}

/** The credit of a viewer that names only its high mark. */
export function creditOf(high: number): Marks {
  return { high, low: high / 4 };
}

/** Bytes that a viewer may have unparsed; a page may show many panes, but focus one. */
export const CREDIT = {
  focused: creditOf(8 * PIECE),
  visible: creditOf(PIECE),
  hidden: creditOf(0),
} as const;

/** More credit than this is not given, whatever a viewer asks for: it bounds what a socket may queue. */
export const MAX_CREDIT = 4 * MB;

/** A viewer this far behind another one gets a fresh snapshot instead of slowing it: three times the focused credit. */
export const TOO_FAR_BEHIND = 1.5 * MB;

/**
 * Unparsed bytes of a session in the screen thread. Watched: while a viewer keeps up, it goes before the screen, within
 * what memory and the next viewer's snapshot allow.
 */
export const SCREEN_BACKLOG = {
  unwatched: { high: MB, low: 256 * KB },
  watched: { high: 4 * MB, low: 2 * MB },
} as const;

/** Bytes of one session that the screen thread parses in one turn; some streams parse at 1 MB/s. Alone: for throughput. */
export const PARSED_IN_TURN = { among: 32 * KB, alone: 128 * KB } as const;

/**
 * Bytes queued towards a viewer at which the app no longer reads the host. More than the credit of a focused pane:
 * only snapshots or many panes get here.
 */
export const RELAY_QUEUE = MB;

/** Bytes that a pane without the focus is given in one turn of the page: half its credit. */
export const PANE_TURN = 32 * KB;

/**
 * Output of all sessions together that nobody looks at: bytes a millisecond, and bytes at once. Typing: while somebody
 * types and waits for the echo; builds and agents print less than this.
 */
export const UNSEEN_PACE = {
  usual: { rate: 4 * KB, burst: 512 * KB },
  typing: { rate: 512, burst: 16 * KB },
} as const;
