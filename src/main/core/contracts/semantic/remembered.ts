/** Caches a function's result per object, for as long as the object exists; several rules read the same value. */
export function remembered<Result>(read: (value: unknown) => Result): (value: unknown) => Result {
  const known = new WeakMap<object, { readonly result: Result }>();
  return (value) => {
    if (value === null || typeof value !== 'object') return read(value);
    const before = known.get(value);
    if (before) return before.result;
    const result = read(value);
    known.set(value, { result });
    return result;
  };
}
