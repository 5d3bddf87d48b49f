import { ArrowDownUp, CircleAlert, Info, Minus, Pencil, Plus, TriangleAlert } from 'lucide-react';
import type { ContractFacts } from '../../../shared/contract/sync.ts';
import { titleOf, useWorkspace } from '../../page/workspace.ts';
import { methodWords, shownDecisions } from './contract-words.ts';

const KINDS = {
  added: { icon: Plus, word: 'added by', colour: 'text-finished' },
  changed: { icon: Pencil, word: 'changed by', colour: 'text-working' },
  renamed: { icon: Pencil, word: 'renamed by', colour: 'text-working' },
  order: { icon: ArrowDownUp, word: 'ordered as by', colour: 'text-working' },
  deleted: { icon: Minus, word: 'deleted by', colour: 'text-failed' },
} as const;

const SEVERITIES = {
  error: { icon: CircleAlert, colour: 'text-failed' },
  warning: { icon: TriangleAlert, colour: 'text-needs' },
  info: { icon: Info, colour: 'text-muted' },
} as const;

/** Result of merging a contract: decisions per agent, conflicts, and findings of the rules. */
export function ContractDetails({ contract }: { contract: ContractFacts }) {
  const run = useWorkspace((state) => state.run);
  const { conflicts, findings } = contract;
  const { shown, more } = shownDecisions(contract.decisions);
  return (
    <section
      aria-label="Contract"
      className="flex flex-col gap-1.5 rounded-md border border-line bg-raised px-2.5 py-2"
    >
      <p className="text-muted text-sm">{methodWords(contract)}</p>
      {conflicts.map((one) => (
        <p key={`${one.kind} ${one.path}`} className="flex items-start gap-1.5 text-sm">
          <CircleAlert size={13} aria-hidden className="mt-0.75 shrink-0 text-failed" />
          <span className="min-w-0">
            <code className="text-xs [overflow-wrap:anywhere]">{one.path || 'the whole file'}</code>{' '}
            <span className="text-muted">was changed differently on both sides</span>
          </span>
        </p>
      ))}
      {findings.map((one) => {
        const { icon: Icon, colour } = SEVERITIES[one.severity];
        return (
          <p key={`${one.rule} ${one.path} ${one.message}`} className="flex items-start gap-1.5">
            <Icon size={13} aria-label={one.severity} className={`mt-0.75 shrink-0 ${colour}`} />
            <span className="min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">
              {one.path && <code className="text-xs">{one.path}</code>} {one.message}{' '}
              <span className="text-muted text-xs">{one.rule}</span>
            </span>
          </p>
        );
      })}
      {shown.length > 0 && (
        <ul aria-label="Decisions">
          {shown.map((one) => {
            const { icon: Icon, word, colour } = KINDS[one.kind];
            return (
              <li key={`${one.kind} ${one.path}`} className="flex items-start gap-1.5">
                <Icon size={12} aria-hidden className={`mt-1 shrink-0 ${colour}`} />
                <span className="min-w-0 flex-1">
                  <code className="text-xs [overflow-wrap:anywhere]">
                    {one.path || 'the whole file'}
                  </code>{' '}
                  <span className="text-muted text-xs">
                    {word}{' '}
                    {one.agents.map((agent) => titleOf(run, agent)).join(' and ') ||
                      'an earlier merge'}
                    {one.from !== undefined && `, was ${one.from}`}
                  </span>
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {more > 0 && <p className="text-muted text-sm">…and {more} more.</p>}
    </section>
  );
}
