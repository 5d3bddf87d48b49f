import { isMap, isScalar, visit } from 'yaml';
import { checkJson } from './check-json.ts';
import type { ContractForm } from './contract-form.ts';
import { type Documents, documentsOf } from './documents.ts';
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

/** What was found in documents that are shared: a preview checks one text several times. */
const known = new WeakMap<Documents, Checked>();

function findingsOf(text: string): Checked {
  const parsed = documentsOf(text);
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
    visit(document, {
      Map(_, map, ancestors) {
        const seen = new Map<string, number>();
        for (const { key } of map.items) {
          if (!isScalar(key) || !key.range) continue;
          const label = `${typeof key.value} ${key.value}`;
          const first = seen.get(label);
          if (first === undefined) seen.set(label, key.range[0]);
          else {
            const path = [...pathOf(ancestors), String(key.value)].join('.');
            const message = `${at(key.range[0])}: the key ${key.value} is there already (${at(first)}).`;
            findings.push(finding('contract.duplicateKey', path, message));
          }
        }
      },
    });
  }
  const value = valueIn(parsed);
  const isKnown = findings.length > 0 || value !== undefined || documents.length === 0;
  return { findings: isKnown ? findings : [unchecked(documents.length)], value };
}

/** What is not looked at is said, so that nobody takes it for good. */
function unchecked(documents: number): ContractFinding {
  const why = documents > 1 ? 'It holds several documents' : 'Its aliases stand for too much';
  const message = `${why}: what it means was not checked.`;
  const severity = documents > 1 ? 'info' : 'warning';
  return { rule: 'contract.unchecked', severity, path: '', message };
}

function valueIn({ documents }: Documents): unknown {
  const [document] = documents;
  if (!document || documents.length > 1 || document.errors.length > 0) return undefined;
  return plainValue(document);
}

function pathOf(ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((node, index) => {
    const holder = ancestors[index - 1];
    if (isMap(holder) && node !== null && typeof node === 'object' && 'key' in node)
      return isScalar(node.key) ? [String(node.key.value)] : [];
    return [];
  });
}

function finding(rule: string, path: string, message: string): ContractFinding {
  return { rule, severity: 'error', path, message };
}
