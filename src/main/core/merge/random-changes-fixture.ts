/** Random repositories for tests, the same on every machine. */

export const FILES = ['a.txt', 'b.txt', 'lib/c.txt', 'lib/d.txt', 'lib/deep/e.txt', 'f.txt'];
const LINES = 12;

export function startFiles(): Record<string, string> {
  const text = (name: string) =>
    Array.from({ length: LINES }, (_, line) => `${name} line ${line}\n`).join('');
  return Object.fromEntries(FILES.map((name) => [name, text(name)]));
}

/** Mulberry32, a seeded generator: the same cases on every machine. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Edits, deletes, adds and renames a few files; null deletes. */
export function changed(
  start: Readonly<Record<string, string>>,
  random: (below: number) => number,
): Record<string, string | null> {
  const now: Record<string, string> = { ...start };
  const changes: Record<string, string | null> = {};
  for (let edit = 1 + random(3); edit > 0; edit -= 1) {
    const names = Object.keys(now);
    const name = names[random(names.length)] ?? 'a.txt';
    const text = now[name] ?? '';
    const kind = random(10);
    if (kind < 6) {
      const lines = text.split('\n');
      lines[random(lines.length)] = `edit ${random(3)}`;
      now[name] = lines.join('\n');
    } else if (kind < 7) delete now[name];
    else if (kind < 8) now[`new-${random(3)}.txt`] = `new ${random(3)}\n`;
    else if (kind < 9) {
      delete now[name];
      now[`moved/${random(2)}-${name.replaceAll('/', '-')}`] = text;
    } else {
      delete now[name];
      now[`${name}/inner.txt`] = text;
    }
  }
  for (const name of Object.keys(start)) if (now[name] === undefined) changes[name] = null;
  for (const [name, text] of Object.entries(now)) if (start[name] !== text) changes[name] = text;
  return changes;
}
