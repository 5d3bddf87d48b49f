import { Minus, Pencil, Plus, TriangleAlert } from 'lucide-react';
import type { ContractChange } from '../../../shared/contract/contracts.ts';
import { breakingWords, valueWords } from './contract-words.ts';

const KINDS = {
  added: { icon: Plus, colour: 'text-finished' },
  changed: { icon: Pencil, colour: 'text-working' },
  removed: { icon: Minus, colour: 'text-failed' },
} as const;

/** The changed values of a contract; collapsed until the person opens it. */
export function ContractChanges({ changes }: { changes: readonly ContractChange[] }) {
  const breaking = changes.filter((one) => one.breaking).length;
  return (
    <details className="border-line border-t px-3 py-1.5">
      <summary className="cursor-default text-sm">
        {changes.length === 1 ? '1 place' : `${changes.length} places`} of the contract differ
        {breaking > 0 && <span className="text-needs">, {breakingWords(breaking)}</span>}
      </summary>
      <ul aria-label="Changes of the contract" className="mt-1 max-h-48 overflow-y-auto">
        {changes.map((one) => {
          const { icon: Icon, colour } = KINDS[one.kind];
          return (
            <li key={`${one.kind} ${one.path}`} className="flex items-start gap-1.5 py-0.5">
              <Icon size={12} aria-label={one.kind} className={`mt-1 shrink-0 ${colour}`} />
              <span className="min-w-0 flex-1 text-xs [overflow-wrap:anywhere]">
                <code>{one.path || 'the whole file'}</code>{' '}
                <code className="text-muted">{valueWords(one)}</code>
              </span>
              {one.breaking && (
                <span className="inline-flex shrink-0 items-center gap-1 text-needs text-xs">
                  <TriangleAlert size={11} aria-hidden />
                  breaking
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
