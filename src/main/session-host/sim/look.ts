import { stdout } from 'node:process';

/** Styles of the sim agent's output: the basic sixteen colours, which fit every theme. */

const paint = (code: string) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
const bold = paint('1');
const dim = paint('2');
const accent = paint('36');
const good = paint('32');
const warn = paint('33');
const bad = paint('31');

const RULE = 56;

export interface Look {
  header(title: string, role: string): void;
  prompt(text: string): void;
  say(text: string): void;
  tool(name: string, detail: string): void;
  added(lines: readonly string[]): void;
  result(text: string): void;
  waits(question: string, hint: string): void;
  done(text: string): void;
  failed(text: string): void;
  note(text: string): void;
  raw(bytes: Uint8Array): Promise<void>;
}

export function createLook(write: (text: string) => void): Look {
  const line = (text: string) => write(`${text}\n`);
  return {
    header(title, role) {
      line(`${accent('●')} ${bold(title)} ${dim(`· ${role} · simulated agent`)}`);
      line(dim('─'.repeat(RULE)));
    },
    prompt: (text) => line(`${dim('>')} ${text}\n`),
    say: (text) => line(`${accent('●')} ${text}`),
    tool: (name, detail) => line(`${good('●')} ${bold(name)}${dim('(')}${detail}${dim(')')}`),
    added(lines) {
      for (const text of lines) line(`  ${dim('│')} ${good(`+ ${text}`)}`);
    },
    result: (text) => line(`  ${dim('└')} ${dim(text)}`),
    waits(question, hint) {
      line(`${warn('◆')} ${bold(question)}`);
      write(`  ${warn(hint)} `);
    },
    done: (text) => line(`\n${good('✓')} ${bold(text)}`),
    failed: (text) => line(`${bad('✗')} ${text}`),
    note: (text) => line(dim(text)),
    raw: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
