import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Data } from '../page/messages.ts';
import { loud } from './strict.ts';

/** Where a port that was handed to a page sends what it is given; without data it says that the other end closed. */
export type Carrier = (id: number, data: Data | null) => void;

let last = 0;
const transferred = new Map<number, Port>();

/** One end of a channel: to its twin in this process until the twin is handed to a page, then to the page. */
class Port extends EventEmitter {
  readonly id = ++last;
  twin: Port | null = null;
  private carrier: Carrier | null = null;
  private started = false;
  private readonly waiting: unknown[] = [];

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in moves ports to pages only');
    const twin = this.twin;
    if (!twin) return;
    if (twin.carrier) twin.carrier(twin.id, encode(message));
    else twin.receive(structuredClone(message));
  }

  start(): void {
    this.started = true;
    for (const data of this.waiting.splice(0)) this.deliver(data);
  }

  /** Source: shell/browser/api/message_port.cc: closing emits `close` here too, and at the other end. */
  close(): void {
    const twin = this.twin;
    this.twin = null;
    if (twin) queueMicrotask(() => this.emit('close'));
    if (!twin?.twin) return;
    if (twin.carrier) twin.carrier(twin.id, null);
    twin.close();
  }

  /** From now on this end lives in the page. */
  handOver(carrier: Carrier): void {
    // Source: a port that was moved cannot be used any more.
    if (this.carrier) throw new Error('Port is already neutered');
    this.carrier = carrier;
    transferred.set(this.id, this);
  }

  receive(data: unknown): void {
    if (this.started) this.deliver(data);
    else this.waiting.push(data);
  }

  private deliver(data: unknown): void {
    this.emit('message', { data, ports: [] });
  }
}

export class MessageChannelMain implements Electron.MessageChannelMain {
  readonly port1: Electron.MessagePortMain;
  readonly port2: Electron.MessagePortMain;

  constructor() {
    const [one, two] = [new Port(), new Port()];
    one.twin = two;
    two.twin = one;
    this.port1 = loud('MessagePortMain', one);
    this.port2 = loud('MessagePortMain', two);
  }
}

/** Hands ports to a page and answers the numbers under which they travel. */
export function handOver(ports: readonly Electron.MessagePortMain[], carrier: Carrier): number[] {
  return ports.map((port) => {
    if (!(port instanceof Port)) throw new Error('Invalid value for transfer');
    port.handOver(carrier);
    return port.id;
  });
}

/** A page sent something through a port that it was given; null closes it. */
export function fromPage(id: number, data: Data | null): void {
  const port = transferred.get(id);
  if (data === null) {
    transferred.delete(id);
    port?.close();
  } else port?.twin?.receive(decode(data));
}

function encode(message: unknown): Data {
  if (typeof message === 'string') return { text: message };
  if (message instanceof Uint8Array) return { base64: Buffer.from(message).toString('base64') };
  throw new Error('The stand-in carries text and bytes through ports, nothing else');
}

function decode(data: Data): string | Uint8Array {
  return 'text' in data ? data.text : new Uint8Array(Buffer.from(data.base64, 'base64'));
}
