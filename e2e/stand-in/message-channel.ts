import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';
import type { Data } from './page/page-side.ts';

/** Where a port that was handed to a page sends what it is given. */
type Carrier = (id: number, data: Data) => void;

let last = 0;
const transferred = new Map<number, Port>();

/** One end of a channel: to its twin in this process until the twin is handed to a page, then to the page. */
class Port extends EventEmitter {
  readonly id = ++last;
  twin: Port | null = null;
  #carrier: Carrier | null = null;
  #started = false;
  #waiting: unknown[] = [];

  postMessage(message: unknown): void {
    const twin = this.twin;
    if (!twin) return;
    if (twin.#carrier) twin.#carrier(twin.id, encode(message));
    else twin.receive(message);
  }

  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    const twin = this.twin;
    this.twin = null;
    this.emit('close');
    if (twin?.twin) twin.close();
  }

  /** From now on this end lives in the page. */
  handOver(carrier: Carrier): void {
    this.#carrier = carrier;
    transferred.set(this.id, this);
  }

  receive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const [one, two] = [new Port(), new Port()];
    one.twin = two;
    two.twin = one;
    this.port1 = one;
    this.port2 = two;
  }
}

/** Hands ports to a page and answers the numbers under which they travel. */
export function handOver(ports: readonly MessagePortMain[], carrier: Carrier): number[] {
  return ports.map((port) => {
    if (!(port instanceof Port)) throw new Error('Not a port of the stand-in');
    port.handOver(carrier);
    return port.id;
  });
}

/** A page sent something through a port that it was given. */
export function fromPage(id: number, data: Data): void {
  transferred.get(id)?.twin?.receive(decode(data));
}

/** The page is gone, and its ends of all channels with it. */
export function closeTransferred(): void {
  for (const port of transferred.values()) port.close();
  transferred.clear();
}

function encode(message: unknown): Data {
  if (typeof message === 'string') return { text: message };
  if (message instanceof Uint8Array) return { base64: Buffer.from(message).toString('base64') };
  throw new Error('The stand-in carries text and bytes only');
}

function decode(data: Data): string | Uint8Array {
  return 'text' in data ? data.text : new Uint8Array(Buffer.from(data.base64, 'base64'));
}
