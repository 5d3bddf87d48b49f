import { decodeFrame, encodeFrame, type Frame, type Op } from '../../../shared/wire/frames.ts';
import type { Link, Wire } from '../../link/index.ts';

/** Milliseconds between attempts to reconnect; the last value repeats. */
const REDIAL = [100, 300, 1000, 2000];

export interface TerminalWire {
  /** Sends a frame. Dropped while disconnected: visible terminals attach again after the reconnect. */
  send(op: Op, session: number, payload: Uint8Array): void;
}

/** Opens the connection for terminal frames and reconnects it for the life of the page. */
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
        // Ignore the failure: the link's own status shows it, and the next attempt follows.
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
      // Wait before reconnecting, because the server may close every connection immediately.
      setTimeout(dial, REDIAL[0]);
    });
    events.onOpen();
  }

  dial();
  return {
    send: (op, session, payload) => wire?.sendBytes(encodeFrame(op, session, payload)),
  };
}
