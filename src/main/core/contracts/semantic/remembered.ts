/** A reading of a value that several rules ask for, done once as long as the value lives. */
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
