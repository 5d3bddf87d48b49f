/** One side of a door between two worlds of a page. */
export interface Bridge {
  encode(value: unknown): unknown;
  decode(packed: unknown): unknown;
}

/**
 * What `contextBridge` does: functions become proxies, promises stay promises, everything else is copied, all at once.
 * DOM events are what worlds share, and copy what they carry. Self-contained: it is sent to the page as text, once for
 * each world, with a name for the door that nobody can guess.
 */
export function makeBridge(door: string, here: string, there: string): Bridge {
  type Packed =
    | { kind: 'function'; id: number }
    | { kind: 'promise'; id: number }
    | { kind: 'array'; items: Packed[] }
    | { kind: 'object'; entries: [string, Packed][] }
    | { kind: 'error'; message: string }
    | { kind: 'value'; value: unknown };
  type Call = { id: number; args: Packed[]; reply: number };
  type Reply = { reply: number; ok: boolean; value: Packed };

  let last = 0;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const replies = new Map<number, Reply>();
  const promises = new Map<number, (settled: Reply) => void>();
  const tell = (name: string, detail: unknown) => {
    window.dispatchEvent(new CustomEvent(`${door}:${there}:${name}`, { detail }));
  };
  const listen = (name: string, listener: (detail: unknown) => void) => {
    window.addEventListener(`${door}:${here}:${name}`, (event) => {
      event.stopImmediatePropagation();
      listener((event as CustomEvent).detail);
    });
  };
  const fail = (value: unknown): Packed => ({
    kind: 'error',
    message: value instanceof Error ? value.message : String(value),
  });

  const encode = (value: unknown): Packed => {
    if (typeof value === 'function') {
      const id = ++last;
      functions.set(id, value as (...args: unknown[]) => unknown);
      return { kind: 'function', id };
    }
    if (typeof value === 'symbol') throw new TypeError('An object could not be cloned.');
    if (typeof value !== 'object' || value === null) return { kind: 'value', value };
    if (value instanceof Promise) {
      const id = ++last;
      const settle = (ok: boolean, packed: Packed) =>
        tell('settle', { reply: id, ok, value: packed });
      value.then(
        (result) => settle(true, encode(result)),
        (error) => settle(false, fail(error)),
      );
      return { kind: 'promise', id };
    }
    if (value instanceof Error) return fail(value);
    if (Array.isArray(value)) return { kind: 'array', items: value.map(encode) };
    const prototype = Object.getPrototypeOf(value);
    // Only what an object has itself crosses: prototypes are lost.
    if (prototype === Object.prototype || prototype === null) {
      const entries = Object.entries(value).map(([key, part]): [string, Packed] => [
        key,
        encode(part),
      ]);
      return { kind: 'object', entries };
    }
    // Throws where Electron does: what cannot be cloned does not cross.
    return { kind: 'value', value: structuredClone(value) };
  };

  const decode = (packed: Packed): unknown => {
    if (packed.kind === 'value') return packed.value;
    if (packed.kind === 'error') return new Error(packed.message);
    if (packed.kind === 'array') return Object.freeze(packed.items.map(decode));
    if (packed.kind === 'object') {
      return Object.freeze(
        Object.fromEntries(packed.entries.map(([key, part]) => [key, decode(part)])),
      );
    }
    const { id } = packed;
    if (packed.kind === 'promise') {
      return new Promise((done, failed) => {
        promises.set(id, ({ ok, value }) => (ok ? done(decode(value)) : failed(decode(value))));
      });
    }
    return (...args: unknown[]) => {
      const reply = ++last;
      tell('call', { id, args: args.map(encode), reply });
      const answer = replies.get(reply);
      replies.delete(reply);
      if (!answer) throw new Error('The other world did not answer');
      if (!answer.ok) throw decode(answer.value);
      return decode(answer.value);
    };
  };

  listen('call', (detail) => {
    const { id, args, reply } = detail as Call;
    try {
      const value = encode(functions.get(id)?.(...args.map(decode)));
      tell('return', { reply, ok: true, value });
    } catch (error) {
      tell('return', { reply, ok: false, value: fail(error) });
    }
  });
  listen('return', (detail) => void replies.set((detail as Reply).reply, detail as Reply));
  listen('settle', (detail) => {
    const settled = detail as Reply;
    promises.get(settled.reply)?.(settled);
    promises.delete(settled.reply);
  });
  return { encode, decode: (packed) => decode(packed as Packed) };
}

/** The page's own world: takes what the preload exposes, under the name it is given. Sent as text too. */
export function takeExposed(door: string, bridge: Bridge): void {
  window.addEventListener(`${door}:expose`, (event) => {
    event.stopImmediatePropagation();
    const { name, api } = (event as CustomEvent<{ name: string; api: unknown }>).detail;
    Object.defineProperty(window, name, { value: bridge.decode(api), enumerable: true });
  });
}
