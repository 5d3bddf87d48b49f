/**
 * Returns `next`, with every part that equals its counterpart in `last` replaced by that counterpart, so that
 * components that read one part do not rerender when another changes. Plain JSON data only.
 */
export function share<Value>(last: Value, next: Value): Value {
  return shared(last, next) as Value;
}

function shared(last: unknown, next: unknown): unknown {
  if (Object.is(last, next)) return last;
  if (Array.isArray(last) && Array.isArray(next)) {
    const parts = next.map((part, index) => shared(last[index], part));
    const same = last.length === next.length && parts.every((part, index) => part === last[index]);
    return same ? last : parts;
  }
  if (isRecord(last) && isRecord(next)) {
    const parts: Record<string, unknown> = {};
    let same = Object.keys(last).length === Object.keys(next).length;
    for (const [key, part] of Object.entries(next)) {
      parts[key] = shared(last[key], part);
      same &&= parts[key] === last[key] && key in last;
    }
    return same ? last : parts;
  }
  return next;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
