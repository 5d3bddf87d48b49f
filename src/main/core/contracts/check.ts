import { checkJson } from './check-json.ts';
import type { ContractForm } from './contract-form.ts';
import { type Documents, documentsOf } from './documents.ts';
import { keyFindings } from './key-findings.ts';
import { plainValue } from './semantic/values.ts';
import type { ContractFinding } from './types.ts';

/** Bytes; parsing larger files takes seconds. */
const LARGEST_BYTES = 2_000_000;

export interface Checked {
  readonly findings: readonly ContractFinding[];
  /** The contract as plain values; undefined if it cannot be parsed or contains several documents. */
  readonly value: unknown;
}

/** Checks that apply to every contract: syntax, and duplicate keys in a map. */
export function checkContract(bytes: Uint8Array, form: ContractForm = 'yaml'): Checked {
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
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return form === 'yaml' ? findingsOf(text) : checkJson(text, form);
  } catch (thrown) {
    if (thrown instanceof RangeError) return problem('It is nested too deeply.');
    if (thrown instanceof TypeError) return problem('It is not valid UTF-8.');
    throw thrown;
  }
}

/** Cached per parsed text: a preview checks the same text several times. */
const known = new WeakMap<Documents, Checked>();

function findingsOf(text: string): Checked {
  const parsed = documentsOf(text, { mergesKeys: true });
  const before = known.get(parsed);
  if (before) return before;
  const checked = checkDocuments(parsed);
  known.set(parsed, checked);
  return checked;
}

function checkDocuments(parsed: Documents): Checked {
  const { documents, lines } = parsed;
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const findings: ContractFinding[] = [];
  for (const document of documents) {
    for (const { message, pos } of document.errors)
      findings.push(finding('contract.syntax', '', `${at(pos[0])}: ${message}`));
    for (const { rule, path, message } of keyFindings(document, at))
      findings.push(finding(rule, path, message));
  }
  const value = valueIn(parsed);
  const isKnown = findings.length > 0 || value !== undefined || documents.length === 0;
  return { findings: isKnown ? findings : [unchecked(documents.length)], value };
}

/** Reports that a contract was not fully checked, so that nobody takes it for correct. */
function unchecked(documents: number): ContractFinding {
  const why =
    documents > 1
      ? 'It contains several documents'
      : 'Its aliases or merge keys (<<) expand to too many values, or refer to something other than a map';
  const message = `${why}, so its meaning was not checked.`;
  const severity = documents > 1 ? 'info' : 'warning';
  return { rule: 'contract.unchecked', severity, path: '', message };
}

function valueIn({ documents }: Documents): unknown {
  const [document] = documents;
  if (!document || documents.length > 1 || document.errors.length > 0) return undefined;
  return plainValue(document);
}

function finding(rule: string, path: string, message: string): ContractFinding {
  return { rule, severity: 'error', path, message };
}
