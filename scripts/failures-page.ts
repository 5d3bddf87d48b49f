import type { FailureKinds } from '../src/shared/failures/failure-kind.ts';

/** One table of the page: the failures of one feature. */
interface Section {
  readonly title: string;
  readonly failures: FailureKinds;
}

const HEAD = `# Failures

Every code of an expected failure: when it happens and what to do. With \`--json\` the command line prints it as
\`{"error": {"code", "message", "remedy", …}}\`; see [cli.md](cli.md) for the exit codes. The remedy that comes with a failure
may be more exact than the one here; words in *italics* stand for a value of the failure. This page is made from
\`src/shared/failures\`, where the app has its codes, remedies and exit codes from.
`;

const NO_REMEDY = 'Nothing.';
/** As in CoreFailure: what a kind does not say. */
const USUAL_EXIT = 3;

/** The page of all failure codes: when each happens, what to do, and the exit code of the command line. */
export function failuresPage(sections: readonly Section[]): string {
  const parts = sections.map(({ title, failures }) => {
    const rows = Object.entries(failures).map(([code, { when, remedy, exit = USUAL_EXIT }]) => {
      const todo = cell(remedy || NO_REMEDY).replace(/\{(\w+)\}/g, '*$1*');
      return `| \`${code}\` | ${cell(when)} | ${todo} | ${exit} |`;
    });
    return `## ${title}\n\n| code | when | what to do | exit |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return [HEAD, ...parts].join('\n');
}

/** Text in a cell of a Markdown table: outside of code, `<name>` would be taken for HTML. */
function cell(text: string): string {
  const pieces = text.replaceAll('|', '\\|').split('`');
  return pieces.map((piece, at) => (at % 2 ? piece : piece.replaceAll('<', '\\<'))).join('`');
}
