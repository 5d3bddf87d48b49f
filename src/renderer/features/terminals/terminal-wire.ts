import { decodeFrame, encodeFrame, type Frame, type Op } from '../../../shared/wire/frames.ts';
import type { Link, Wire } from '../../link/index.ts';

/** Milliseconds between attempts to open the wire again; the last one repeats. */
const REDIAL = [100, 300, 1000, 2000];

export interface TerminalWire {
  /** Dropped while the wire is away: whoever shows a terminal attaches again when it is back. */
  send(op: Op, session: number, payload: Uint8Array): void;
}

/** Keeps one wire for terminal frames open for the life of the page. */
export function openTerminalWire(
  link: Link,
  events: { onOpen(): void; onLost(): void; onFrame(frame: Frame): void },
): TerminalWire {
  let wire: Wire | null = null;

  async function dial(): Promise<void> {
    for (let attempt = 0; !wire; attempt += 1) {
      try {
        wire = await link.openTerminals();
      } catch {
        // Out of reach: the link's own status says so, here only the next attempt matters.
        const pause = REDIAL[Math.min(attempt, REDIAL.length - 1)];
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    wire.onBytes((bytes) => {
      const frame = decodeFrame(bytes);
      if (frame) events.onFrame(frame);
    });
    wire.onClose(() => {
      wire = null;
      events.onLost();
      // The main side may be refusing at once: not faster than the first pause.
      setTimeout(dial, REDIAL[0]);
    });
    events.onOpen();
  }

  dial();
  return {
    send: (op, session, payload) => wire?.sendBytes(encodeFrame(op, session, payload)),
  };
}
