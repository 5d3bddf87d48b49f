import { LineCounter, parseAllDocuments } from 'yaml';
import { keyFindings } from './key-findings.ts';
import { plainValue } from './semantic/values.ts';
import type { ContractFinding } from './types.ts';

/** Parsing takes seconds beyond this. */
const LARGEST_BYTES = 2_000_000;

export interface Checked {
  readonly findings: readonly ContractFinding[];
  /** What it says as plain values; undefined where it cannot be read, or holds several documents. */
  readonly value: unknown;
}

/** What is wrong with a contract's text whatever it is about: syntax, and keys that stand in one map twice. */
export function checkContract(bytes: Uint8Array): Checked {
  const problem = (message: string): Checked => ({
    findings: [finding('contract.syntax', '', message)],
    value: undefined,
  });
  if (bytes.length > LARGEST_BYTES) {
    const message = 'It is larger than 2 MB and was not checked.';
    const large = { rule: 'contract.unchecked', severity: 'warning', path: '', message } as const;
    return { findings: [large], value: undefined };
  }
  try {
    return findingsOf(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    if (thrown instanceof RangeError) return problem('It is nested too deeply.');
    if (thrown instanceof TypeError) return problem('It is not valid UTF-8.');
    throw thrown;
  }
}

function findingsOf(text: string): Checked {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, {
    uniqueKeys: false,
    merge: true,
    intAsBigInt: true,
    logLevel: 'silent',
    prettyErrors: false,
    lineCounter,
  });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const findings: ContractFinding[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const { message, pos } of document.errors)
      findings.push(finding('contract.syntax', '', `${at(pos[0])}: ${message}`));
    for (const { rule, path, message } of keyFindings(document, at))
      findings.push(finding(rule, path, message));
  }
  const value = valueIn(documents);
  const isKnown = findings.length > 0 || value !== undefined || documents.length === 0;
  return { findings: isKnown ? findings : [unchecked(documents.length)], value };
}

/** What is not looked at is said, so that nobody takes it for good. */
function unchecked(documents: number): ContractFinding {
  const why =
    documents > 1
      ? 'It holds several documents'
      : 'Its aliases or merge keys (<<) stand for too much, or for no map';
  const message = `${why}: what it means was not checked.`;
  const severity = documents > 1 ? 'info' : 'warning';
  return { rule: 'contract.unchecked', severity, path: '', message };
}

function valueIn(documents: ReturnType<typeof parseAllDocuments>): unknown {
  const [document] = documents;
  if (!document || documents.length > 1 || document.errors.length > 0) return undefined;
  return plainValue(document);
}

function finding(rule: string, path: string, message: string): ContractFinding {
  return { rule, severity: 'error', path, message };
}
