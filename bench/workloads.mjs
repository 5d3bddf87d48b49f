/** Streams like those of terminal benchmarks and of agents, the same in every run. Each is repeated up to `bytes`. */

const COLUMNS = 120;
const ROWS = 36;

/** A fixed sequence of numbers below `limit`. */
function numbers() {
  let state = 42;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const range = (count, of) => Array.from({ length: count }, (_, at) => of(at)).join('');

function cells(share) {
  const next = numbers();
  return range(20, () => {
    const one = () => {
      const letter = String.fromCharCode(97 + next(26));
      return next(100) < share ? `\x1b[38;5;${next(256)};48;5;${next(256)};1m${letter}` : letter;
    };
    return `\x1b[H${range(COLUMNS * ROWS, one)}\x1b[m`;
  });
}

function ink() {
  const next = numbers();
  const frame = (at) => {
    const box = range(
      18,
      (row) =>
        `\x1b[38;2;${next(256)};${next(256)};90m│ line ${at}.${row} of the answer\x1b[39m │\r\n`,
    );
    return `\x1b[?2026h\x1b[20A\x1b[J╭${'─'.repeat(60)}╮\r\n${box}╰ ${'⠋⠙⠹⠸'[at % 4]} working ╯\r\n\x1b[?2026l`;
  };
  return '\r\n'.repeat(20) + range(50, frame);
}

const next = numbers();
const WORKLOADS = {
  'ascii log': () =>
    range(400, (at) => `12:00:00 info  request ${at} took ${next(900)} ms on /orders\r\n`),
  'coloured log': () =>
    range(
      400,
      (at) => `\x1b[32m✓\x1b[39m \x1b[1mtest ${at}\x1b[22m \x1b[2m${next(90)} ms\x1b[22m\r\n`,
    ),
  yes: () => 'y\r\n'.repeat(5000),
  seq: () => range(5000, (at) => `${at}\r\n`),
  unicode: () => range(400, () => 'naïve 日本語の行 🛶 ελληνικά ─│┌ \r\n'),
  'dense cells': () => cells(100),
  'medium cells': () => cells(30),
  'light cells': () => cells(3),
  'cursor motion': () => range(4000, () => `\x1b[${1 + next(ROWS)};${1 + next(COLUMNS)}Hx`),
  scrolling: () => range(4000, () => '\x1b[36H\n'),
  'scroll region': () => `\x1b[5;30r${range(4000, () => '\x1b[30H\nline')}\x1b[r`,
  ink20: ink,
};

/** Pairs of a name and its bytes; about `bytes` of each. */
export function workloads(bytes) {
  return Object.entries(WORKLOADS).map(([name, make]) => {
    const once = Buffer.from(make());
    return [name, Buffer.concat(Array(Math.ceil(bytes / once.length)).fill(once))];
  });
}
