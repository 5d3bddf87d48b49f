import { isMap, LineCounter, parseDocument } from 'yaml';
import { lintPlan } from '../../../shared/plan/lint.ts';
import type { Finding, Plan } from '../../../shared/plan/model.ts';
import {
  agentFields,
  optionsFields,
  planFields,
  planSchema,
  syncFields,
} from '../../../shared/plan/schema.ts';
import { firstIssue } from '../yaml/schema-issue.ts';
import { troubledAlias } from '../yaml/yaml-aliases.ts';
import { offsetOf, type YamlPath as Path } from '../yaml/yaml-place.ts';

/** The first error in the text; line and column are 1-based. */
export interface PlanError {
  readonly code: 'plan.broken' | 'plan.newerVersion';
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type ParsedPlan =
  | { readonly ok: true; readonly plan: Plan; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly error: PlanError };

/** YAML 1.1's merge key, which would include the fields of another map. */
const MERGE_KEY = '<<';
const keysOf = (fields: { readonly shape: object }) => new Set(Object.keys(fields.shape));
const TOP = keysOf(planFields);
const AGENT = keysOf(agentFields);
const OPTIONS = keysOf(optionsFields);
const SYNC = keysOf(syncFields);

/** Parses a plan. The first problem in the text is the error; a valid plan comes with its findings. */
export function parsePlan(text: string): ParsedPlan {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = (message: string, offset: number): ParsedPlan => ({
    ok: false,
    error: { code: 'plan.broken', message, ...at(offset) },
  });
  const problem = document.errors[0];
  if (problem?.code === 'MULTIPLE_DOCS') {
    return broken('The file holds more than one YAML document; a plan is one.', problem.pos[0]);
  }
  if (problem) return broken(problem.message.split('\n')[0] ?? problem.message, problem.pos[0]);
  if (!isMap(document.contents)) {
    return broken('A plan is a map with version, feature, base, agents and syncs.', 0);
  }
  const version = document.get('version');
  if (typeof version === 'number' && version > 1) {
    return {
      ok: false,
      error: {
        code: 'plan.newerVersion',
        message: `This plan has version ${version}; this Tributary reads version 1.`,
        ...at(offsetOf(document, ['version'])),
      },
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (thrown) {
    // Only conversion detects missing anchors and alias bombs.
    const message = thrown instanceof Error ? thrown.message : 'The file cannot be read.';
    return broken(message, troubledAlias(document));
  }
  const parsed = planSchema.safeParse(withDefaults(value));
  if (!parsed.success) {
    const issue = firstIssue(parsed.error);
    return broken(issue.message, offsetOf(document, issue.path));
  }
  const plan: Plan = parsed.data;
  const lineOf = (path: Path) => at(offsetOf(document, path)).line;
  const nodeLine = (node: string | null) =>
    node === null
      ? null
      : lineOf(Object.hasOwn(plan.agents, node) ? ['agents', node] : ['syncs', node]);
  const findings = lintPlan(plan).map((said) => ({ ...said, line: nodeLine(said.node) }));
  return { ok: true, plan, findings: [...findings, ...unknownKeys(plan, lineOf)] };
}

/** A new plan may leave `agents:` and `syncs:` empty. */
function withDefaults(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  return { ...record, agents: record['agents'] ?? {}, syncs: record['syncs'] ?? {} };
}

function unknownKeys(plan: Plan, lineOf: (path: Path) => number): Finding[] {
  const found: Finding[] = [];
  const look = (record: object, known: ReadonlySet<string>, path: readonly string[]) => {
    for (const key of Object.keys(record)) {
      if (known.has(key)) continue;
      if (key === MERGE_KEY) {
        found.push({
          rule: 'plan/unknown-key',
          severity: 'warning',
          node: path[1] ?? null,
          line: lineOf([...path, key]),
          message: `"${[...path, key].join('.')}" is a YAML merge key, which plans do not read: what it names is no part of "${path[1] ?? 'the plan'}".`,
          fix: 'Write the fields out.',
        });
        continue;
      }
      found.push({
        rule: 'plan/unknown-key',
        severity: 'info',
        node: path[1] ?? null,
        line: lineOf([...path, key]),
        message: `"${[...path, key].join('.')}" is not a key this version knows; it is kept as it is.`,
        fix: null,
      });
    }
  };
  look(plan, TOP, []);
  for (const [key, agent] of Object.entries(plan.agents)) {
    look(agent, AGENT, ['agents', key]);
    look(agent.options ?? {}, OPTIONS, ['agents', key, 'options']);
  }
  for (const [key, sync] of Object.entries(plan.syncs)) look(sync, SYNC, ['syncs', key]);
  return found;
}
