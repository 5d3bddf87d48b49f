import type { EventEmitter } from 'node:events';

/** An event of which a listener can prevent what follows. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** Emits `name` with an event in front of the given words; true when a listener prevented it. */
export function prevented(emitter: EventEmitter, name: string, ...words: unknown[]): boolean {
  const event = new PreventableEvent();
  emitter.emit(name, event, ...words);
  return event.defaultPrevented;
}

/** As `prevented`, for events that carry details of their own beside what follows them as arguments. */
export function preventedWith(emitter: EventEmitter, name: string, details: object): boolean {
  const event = Object.assign(new PreventableEvent(), details);
  emitter.emit(name, event, ...Object.values(details));
  return event.defaultPrevented;
}
