import type { EventEmitter } from 'node:events';

/** Asked for by Node, by promises and by inspectors, of any object. */
const HARMLESS = new Set(['then', 'toJSON', 'inspect', 'nodeType', 'constructor', 'default']);

/** A view of an object in which everything that is missing throws with its name, instead of being undefined. */
export function loud<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'string' && !(key in object) && !HARMLESS.has(key)) {
        throw new Error(`The stand-in for Electron lacks ${name}.${key}`);
      }
      return Reflect.get(object, key, receiver);
    },
  });
}

/** What stays usable of an object that was destroyed. */
const OUTLIVES = new Set(['id', 'isDestroyed', 'destroyed', 'constructor']);

/** As `loud`, and once the object is destroyed, its methods throw as Electron's do. */
export function mortal<T extends object>(name: string, target: T, isAlive: () => boolean): T {
  const listening = new Set(['on', 'off', 'once', 'emit', 'removeListener', 'addListener']);
  return loud(
    name,
    new Proxy(target, {
      get(object, key, receiver) {
        const value: unknown = Reflect.get(object, key, receiver);
        const allowed = typeof key === 'symbol' || OUTLIVES.has(key) || listening.has(key);
        if (allowed || key.startsWith('_') || isAlive()) return value;
        // Source: lib/browser/api and gin_helper: "Object has been destroyed" is a TypeError.
        if (typeof value === 'function' || key === 'webContents') {
          throw new TypeError('Object has been destroyed');
        }
        return value;
      },
    }),
  );
}

/**
 * Lets a part of one of Electron's objects stand for the whole of it. What is there has the right types, listeners
 * aside; what is missing throws with its name.
 */
export function standFor<Whole extends object>(
  name: string,
  part: Omit<Partial<Whole>, keyof EventEmitter>,
): Whole {
  return loud(name, part as Whole);
}
